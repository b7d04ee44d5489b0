/**
 * Precision and recall of the diagnostics on the labelled nets. `node scripts/setup.mjs node
 * test/snapshot/diagnosticRates/rates.ts` writes them into docs/diagnostics.md.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inlineCode, page, table } from '../../../scripts/docs/markdown.ts';
import { root } from '../../../scripts/paths.ts';
import type { ProblemCode } from '../../../server/src/language/problems/problems.ts';
import { readLabels } from './labels.ts';
import { type Condition, conditions } from './measureNets.ts';
import { isForTuning, type Net, nets } from './nets.ts';
import { evaluateNet } from './netText.ts';

/** The problem that reports a condition. */
const codes: Record<Condition, ProblemCode> = {
  dead: 'dead-relu',
  saturated: 'saturated',
  vanishing: 'vanishing-gradient',
  exploding: 'exploding-gradient',
};

export interface DiagnosedNet {
  readonly net: Net;
  /** The conditions by PyTorch, and by the problems. */
  readonly actual: readonly Condition[];
  readonly found: readonly Condition[];
  /** The loss by PyTorch, and here. */
  readonly expectedLoss: number;
  readonly loss: number;
}

export function diagnosedNets(): readonly DiagnosedNet[] {
  const labels = readLabels();
  return nets.map((net) => {
    const { problems, model, evaluation } = evaluateNet(net);
    const { data, starts } = evaluation.values;
    return {
      net,
      actual: labels[net.id].verdict,
      found: conditions.filter((condition) => problems.some(({ code }) => code === codes[condition])),
      expectedLoss: labels[net.id].loss,
      loss: data[starts[model.objective!.backwardPass.root]],
    };
  });
}

export interface Rates {
  readonly name: Condition | 'healthy';
  /** The number of nets that have the condition, that are found to have it, and both. */
  readonly actual: number;
  readonly found: number;
  readonly both: number;
  readonly precision: number;
  readonly recall: number;
}

/** A net is healthy if it has none of the conditions. */
export function ratesOf(diagnosed: readonly DiagnosedNet[]): readonly Rates[] {
  return (['healthy', ...conditions] as const).map((name) => {
    const has = (found: readonly Condition[]): boolean =>
      name === 'healthy' ? found.length === 0 : found.includes(name);
    const count = (holds: (net: DiagnosedNet) => boolean): number => diagnosed.filter(holds).length;
    const actual = count((net) => has(net.actual));
    const found = count((net) => has(net.found));
    const both = count((net) => has(net.actual) && has(net.found));
    return { name, actual, found, both, precision: both / found, recall: both / actual };
  });
}

const introduction = `Warnings about the numbers of a net should find the sick ones and leave the healthy ones alone. How often they do is measured on
${nets.length} nets of different widths, depths, activations, initial values, data, normalization and skip connections, on chains of scalars, on small convolutional nets and
transformers, and on examples. They are listed in \`test/snapshot/diagnosticRates/nets.ts\`.`;

const labelText = `PyTorch labels them: \`test/snapshot/diagnosticRates/measureNets.py\` measures each net at its initial values and after 200 steps of plain gradient descent on all
samples, at learning rates of 0.1, 1 and 0.01 until one of them reduces the loss by 30 %. The measurements are in \`test/snapshot/diagnosticRates/labels.json\`.`;

const definitions: Record<Condition, string> = {
  dead: 'More than two thirds of the units of some layer have a derivative of 0 for all samples, before and after training.',
  saturated:
    'More than two thirds of the elements of some layer of `tanh` or `sigmoid` have less than a tenth of its largest derivative, before and after training.',
  vanishing:
    'Some weights move by less than 1 % of their norm although the loss does not fall by 30 % at any rate; or by less than 1/100,000 of what others move.',
  exploding:
    'At rates of 0.1 and 0.01 the loss grows or becomes infinite, or some weights move by more than 100 times their norm while the loss stays near that of a constant output.',
};

export function ratesPage(diagnosed: readonly DiagnosedNet[]): string {
  const heldOut = diagnosed.filter(({ net }) => !isForTuning(net));
  return page([
    '<!-- Written by `node scripts/setup.mjs node test/snapshot/diagnosticRates/rates.ts`. -->',
    '# How often the diagnostics are right',
    introduction,
    labelText,
    table(
      ['condition', 'problem', 'definition'],
      conditions.map((name) => [name, `[${inlineCode(codes[name])}](problems/${codes[name]}.md)`, definitions[name]]),
    ),
    'A net may have several conditions; it is healthy if it has none. Precision is the share of reports that are right, recall the share of nets with the condition that are reported.',
    `On all ${diagnosed.length} nets:`,
    ratesTable(ratesOf(diagnosed)),
    `The thresholds were chosen on one half of the nets. On the other half, ${heldOut.length} nets whose data and weights were drawn after the thresholds and the definitions were final:`,
    ratesTable(ratesOf(heldOut)),
    'A few dead units are normal for `relu`: [`some-dead-units`](problems/some-dead-units.md) is information, and does not count here.',
  ]);
}

function ratesTable(rates: readonly Rates[]): string {
  return table(
    ['condition', 'nets that have it', 'reported', 'rightly', 'precision', 'recall'],
    rates.map(({ name, actual, found, both, precision, recall }) => [
      name,
      String(actual),
      String(found),
      String(both),
      precision.toFixed(3),
      recall.toFixed(3),
    ]),
  );
}

if (import.meta.main) writeFileSync(join(root, 'docs', 'diagnostics.md'), ratesPage(diagnosedNets()));
