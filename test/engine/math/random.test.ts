/** Random numbers: stable bits and the documented distributions. */

import { describe, expect, test } from 'vitest';
import { Random } from '../../../server/src/engine/math/random.ts';

describe('the bits of random numbers', () => {
  test.each([
    [1, 'net.h1.W', [0.12569616795274718, 0.5163956716425699, 0.7770693430634402]],
    [1, 'net.h2.W', [0.6962461759793552, 0.5739285240216953, 0.7242214842347441]],
    [2, 'net.h1.W', [0.6539905944008372, 0.6787200300342757, 0.4645963553877702]],
  ])('never change for uniform numbers with the seed %d in the stream %s', (seed, stream, numbers) => {
    const random = new Random(seed, stream);
    expect(numbers.map(() => random.uniform())).toEqual(numbers);
  });

  test('never change for normal numbers', () => {
    const numbers = [-1.073366970869926, 0.04701681067518851, 1.1283736954579069];
    const random = new Random(1, 'net.h1.W');
    expect(numbers.map(() => random.normal())).toEqual(numbers);
  });

  test('never change for a permutation', () => {
    expect(new Random(1, 'net.h1.W').permutation(10)).toEqual(Int32Array.of(0, 7, 9, 5, 3, 4, 8, 6, 2, 1));
    expect(new Random(2, 'net.h1.W').permutation(10)).toEqual(Int32Array.of(7, 9, 0, 5, 4, 3, 6, 8, 2, 1));
  });

  test('never change for an empty or non-ASCII stream name', () => {
    expect(new Random(0, '').uniform()).toBe(0.6922959195527914);
    expect(new Random(-0.5, 'θ.사과').uniform()).toBe(0.44158940484742737);
  });
});

const draws = 100_000;

/** The standard errors by which a mean may differ from its expectation: the draws are the same in every run. */
const standardErrors = 3;

describe('uniform numbers', () => {
  const numbers = drawn((random) => random.uniform());

  test('are in [0, 1), and use the last of 53 bits', () => {
    expect(numbers.every((x) => x >= 0 && x < 1)).toBe(true);
    const odd = numbers.filter((x) => (x * 2 ** 53) % 2 === 1).length;
    expectMean(odd / draws, 0.5, 0.25);
  });

  test('have the moments of a uniform distribution', () => {
    expectMean(moment(numbers, 1), 1 / 2, 1 / 12);
    expectMean(moment(numbers, 2), 1 / 3, 1 / 5 - 1 / 9);
    expectMean(moment(numbers, 3), 1 / 4, 1 / 7 - 1 / 16);
  });

  test('are uncorrelated with their successors', () => {
    const products = numbers.slice(1).map((x, i) => (x - 0.5) * (numbers[i] - 0.5));
    expectMean(moment(products, 1), 0, 1 / 144);
  });
});

describe('normal numbers', () => {
  const numbers = drawn((random) => random.normal());

  test('have the moments of a normal distribution', () => {
    expectMean(moment(numbers, 1), 0, 1);
    expectMean(moment(numbers, 2), 1, 2);
    expectMean(moment(numbers, 3), 0, 15);
    expectMean(moment(numbers, 4), 3, 96);
  });

  test('exceed two standard deviations at the expected rate', () => {
    const share = 0.04550026389635842;
    const beyond = numbers.filter((x) => Math.abs(x) > 2).length;
    expectMean(beyond / draws, share, share * (1 - share));
  });

  test('come in uncorrelated pairs', () => {
    const pairs = Array.from({ length: draws / 2 }, (_, i) => numbers[2 * i] * numbers[2 * i + 1]);
    expectMean(moment(pairs, 1), 0, 1, pairs.length);
  });
});

describe('a permutation', () => {
  test.each([0, 1, 2, 7, 1000])('of %d numbers contains each of them once', (n) => {
    const order = new Random(3, 'batches').permutation(n);
    expect(order.toSorted()).toEqual(Int32Array.from({ length: n }, (_, i) => i));
  });

  test('is uniformly distributed', () => {
    const counts = new Map<string, number>();
    const random = new Random(3, 'batches');
    for (let i = 0; i < draws; i++) {
      const order = random.permutation(4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const expected = draws / 24;
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // The 99th percentile for 23 degrees of freedom.
    expect(chiSquared).toBeLessThan(41.6);
  });
});

describe('streams', () => {
  test('are independent even if their names and seeds are similar', () => {
    for (const firsts of [
      Array.from({ length: draws }, (_, i) => new Random(1, `p${i}`).uniform()),
      Array.from({ length: draws }, (_, i) => new Random(i, 'W').uniform()),
    ]) {
      expect(new Set(firsts).size).toBe(draws);
      expectMean(moment(firsts, 1), 1 / 2, 1 / 12);
      expectMean(moment(firsts, 2), 1 / 3, 1 / 5 - 1 / 9);
      const products = firsts.slice(1).map((x, i) => (x - 0.5) * (firsts[i] - 0.5));
      expectMean(moment(products, 1), 0, 1 / 144);
    }
  });

  test('differ even if a name begins with digits', () => {
    expect(new Random(1, '1 x').uniform()).not.toBe(new Random(11, 'x').uniform());
    expect(new Random(1, '2').uniform()).not.toBe(new Random(12, '').uniform());
  });
});

function drawn(draw: (random: Random) => number): readonly number[] {
  const random = new Random(7, 'draws');
  return Array.from({ length: draws }, () => draw(random));
}

function moment(numbers: readonly number[], order: number): number {
  return numbers.reduce((sum, x) => sum + x ** order, 0) / numbers.length;
}

/** Expects that a mean of independent numbers with this variance is close to its expectation. */
function expectMean(found: number, expected: number, variance: number, count = draws): void {
  expect(Math.abs(found - expected)).toBeLessThan(standardErrors * Math.sqrt(variance / count));
}
