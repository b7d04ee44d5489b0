/** The diagnostics of numbers find the nets that PyTorch judges to be sick, and no others. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../../scripts/paths.ts';
import { isPytorchRequired } from '../../support/oracles/python.ts';
import { isThorough } from '../../support/setup/thorough.ts';
import { readLabels } from './labels.ts';
import { conditions, measureInPytorch } from './measureNets.ts';
import { describeNet, isForTuning, nets } from './nets.ts';
import { diagnosedNets, ratesOf, ratesPage } from './rates.ts';

const diagnosed = diagnosedNets();

test('the table has a row for each of at least 200 nets, which have the same loss in PyTorch', () => {
  expect(nets.length).toBeGreaterThanOrEqual(200);
  expect(readLabels().map(({ net }) => net)).toEqual(nets.map(describeNet));
  const differing = diagnosed.filter(({ loss, expectedLoss }) => Math.abs(loss - expectedLoss) > 1e-3 * expectedLoss);
  expect(differing).toEqual([]);
});

test.each([
  ['all nets', diagnosed],
  ['the nets that were not used to choose thresholds', diagnosed.filter(({ net }) => !isForTuning(net))],
])('precision and recall are at least 0.95 on %s', (_, subjects) => {
  const rates = ratesOf(subjects);
  expect(rates.filter(({ actual }) => actual < 8)).toEqual([]);
  expect(rates.filter(({ precision, recall }) => !(precision >= 0.95 && recall >= 0.95))).toEqual([]);
});

test.each([
  ['activation sigmoid, weights normal(0, 12)', ['saturated']],
  ['activation tanh, weights normal(0, 6)', ['saturated']],
  ['depth 6, weights normal(0, 0.001)', ['vanishing']],
  ['depth 6, weights normal(0, 4)', ['exploding']],
  ['family chain, depth 160, activation tanh, weights 0.5, loss mse, variant own', ['vanishing']],
  ['family chain, depth 160, activation tanh, weights 0.5, loss mse, variant own to output', ['vanishing']],
  ['family chain, depth 160, activation tanh, weights 2, loss mse, variant none to output', ['vanishing']],
  ['family chain, depth 160, activation tanh, weights 0.7, loss mse, variant none to target', []],
  ['depth 3, width 8, loss mse', []],
  ['depth 3, width 32, loss mse', []],
])('of the net %j, %j is found', (description, found) => {
  expect(diagnosed.find(({ net }) => describeNet(net) === description)?.found).toEqual(found);
});

test('docs/diagnostics.md has these rates', () => {
  expect(readFileSync(join(root, 'docs', 'diagnostics.md'), 'utf8')).toBe(ratesPage(diagnosed));
});

describe.runIf(isPytorchRequired)('PyTorch', () => {
  const labels = readLabels();
  const smallNets = nets.filter(({ id, depth }) => depth <= 4 && id % 11 === 0);
  /** The first small net of each family and of each condition. */
  const firstNets = new Set([
    ...smallNets.filter(({ family }, index) => smallNets.findIndex((net) => net.family === family) === index),
    ...conditions.map((condition) => smallNets.find(({ id }) => labels[id].verdict.includes(condition))!),
  ]);
  const sample = isThorough ? smallNets : [...firstNets];

  test('judges a sample of the nets as the table says', async () => {
    const measured = await measureInPytorch(sample);
    expect(measured.map(({ verdict }) => verdict)).toEqual(sample.map(({ id }) => labels[id].verdict));
    for (const [index, { id }] of sample.entries()) {
      const { loss, gradient, dead, saturated } = labels[id];
      for (const [name, value] of Object.entries({ loss, gradient, dead, saturated })) {
        const found = measured[index][name as 'loss'];
        expect(Math.abs(found - value), `${name} of ${describeNet(nets[id])}`).toBeLessThanOrEqual(
          1e-3 * Math.abs(value),
        );
      }
    }
  });
});
