/**
 * The table of labelled nets, `labels.json`: what PyTorch measured of each, and the verdict, a row a line. To measure them
 * all again, about half an hour: `node scripts/setup.mjs node test/snapshot/diagnosticRates/labels.ts`.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Measurements, measureInPytorch } from './measureNets.ts';
import { describeNet, nets } from './nets.ts';

export interface LabelledNet extends Measurements {
  readonly net: string;
}

const path = join(import.meta.dirname, 'labels.json');

/** The rows in the order of `nets`. */
export function readLabels(): readonly LabelledNet[] {
  return JSON.parse(readFileSync(path, 'utf8'));
}

export function writeLabels(rows: readonly LabelledNet[]): void {
  writeFileSync(path, `[\n${rows.map((row) => JSON.stringify(row, rounded)).join(',\n')}\n]\n`);
}

const digits = 4;

function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(digits)) : value;
}

if (import.meta.main) {
  const rows: LabelledNet[] = [];
  for (const net of nets) {
    const [measurements] = await measureInPytorch([net]);
    rows.push({ net: describeNet(net), ...measurements });
    console.log(
      `${net.id + 1} of ${nets.length}: ${describeNet(net)}: ${measurements.verdict.join(', ') || 'healthy'}`,
    );
  }
  writeLabels(rows);
  process.exit();
}
