/** Random nodes in the language: their shapes and numbers, in blocks and functions, and the gradients that do not flow into them. */

import { describe, expect, test } from 'vitest';
import { emptyContext } from '../../../server/src/language/lowering/context.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { redrawProblems } from '../../support/fixtures/annotatedText.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';

/** The values of these names in a model without problems. */
function values(text: string, ...names: readonly string[]) {
  const snapshot = evaluated(text);
  expect(snapshot.problems).toEqual([]);
  return names.map((name) => valuesOf(snapshot, name)!);
}

describe('the numbers of a node', () => {
  test('depend on its name and on the seed of the file, not on what precedes it', () => {
    const [eps] = values('eps[8] ~ normal()', 'eps');
    expect(values('a[8] ~ normal()\neps[8] ~ normal()', 'eps')).toEqual([eps]);
    expect(values('a[8] ~ normal()', 'a')).not.toEqual([eps]);
    const seeded = (seed: number) => `eps[8] ~ normal()\nparam w = 1\nloss L = w^2\ntrain sgd(seed = ${seed})`;
    expect(values(seeded(0), 'eps')).toEqual([eps]);
    expect(values(seeded(1), 'eps')).not.toEqual([eps]);
  });

  test('are the same with and without parentheses, and by keyword', () => {
    const [a] = values('eps[4] ~ normal', 'eps');
    expect(values('eps[4] ~ normal(std = 1)', 'eps')).toEqual([a]);
  });

  test('have the lengths of the brackets, or the shape of the parameters', () => {
    const text = `const n = 2
x = zeros([5, 3])
a[size(x, 0), n + 1] ~ normal()
b ~ uniform()
c ~ bernoulli([[0.5, 0.5]])
d ~ categorical(x)`;
    expect(values(text, 'a', 'b', 'c', 'd').map((numbers) => numbers.length)).toEqual([15, 1, 2, 5]);
  });

  test('differ between the calls of a function, and between two of one statement', () => {
    const text = `fn noisy(x) {
  e[4] ~ normal()
  return x + e
}
a = noisy(0)
b = noisy(0)
c = noisy(0) - noisy(0)`;
    const [a, b, c] = values(text, 'a', 'b', 'c');
    expect(a).not.toEqual(b);
    expect(c.every((number) => number !== 0)).toBe(true);
  });

  test('differ between the steps of a block', () => {
    const text = `h[0] = zeros([2])
for t in 1..5 {
  e[2] ~ normal()
  h[t] = h[t - 1] + e
}`;
    const [h] = values(text, 'h');
    expect(new Set(h).size).toBe(11);
  });
});

test('a block samples a sequence from its own past', () => {
  const text = `const next = [[-1e9, 0, -1e9], [-1e9, -1e9, 0], [0, -1e9, -1e9]]
token[0] = 0
for t in 1..7 {
  token[t] ~ categorical(gather(next, token[t - 1]))
}`;
  expect(values(text, 'token')).toEqual([[0, 1, 2, 0, 1, 2, 0, 1]]);
});

test('another draw has other numbers, the same for the same draw', () => {
  const constantOf = (draw: number) => {
    const { model } = analyze('eps[2] ~ normal()', 0, { ...emptyContext, draw });
    return model.program.constantValue(model.program.operand(model.drawCounter!, 0));
  };
  expect([0, 1, 2].map(constantOf)).toEqual([0, -1, -2]);
});

test('no gradient flows into a draw, and reparameterization passes it on', () => {
  const drawn = evaluated('param mu = 1\nz ~ normal(mu, 1)\nloss L = z^2');
  expect(drawn.problems.map(({ code }) => code)).toEqual(['param-not-reached']);
  const written = evaluated('param mu = 1\neps ~ normal()\nz = mu + eps\nloss L = z^2\ng = ∂L/∂mu');
  expect(written.problems).toEqual([]);
  const [z] = valuesOf(written, 'z')!;
  expect(valuesOf(written, 'g')).toEqual([2 * z]);
});

test('wrong lengths, arguments and parameters are reported where they are', () => {
  expectUnchanged(
    `
x = [1, 2]
a[x] ~ normal()
  ^ error not-a-length: the length of an axis must be a constant whole number, 0 or greater
b[2.5] ~ normal()
  ^^^ error not-a-length: the length of an axis must be a constant whole number, 0 or greater
c ~ normal(lo = 1)
           ^^ error unknown-argument: normal has no argument 'lo'; its signature is normal(mean = 0, std = 1)
d ~ bernoulli()
    ^^^^^^^^^ error missing-argument: bernoulli needs the argument 'p'; its signature is bernoulli(p)
e[3] ~ normal(x)
       ^^^^^^ error shape-mismatch: normal: parameters of the shape [2] don't broadcast to [3]
f[2] ~ uniform("a")
               ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions`,
    redrawProblems,
  );
});
