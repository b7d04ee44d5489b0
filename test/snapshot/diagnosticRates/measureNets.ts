/** Measurements of nets in PyTorch, by a Python script. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeId } from '../../../server/src/engine/ir/program.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { runPython } from '../../support/oracles/python.ts';
import type { Net } from './nets.ts';
import { evaluateNet } from './netText.ts';

export const conditions = ['dead', 'saturated', 'vanishing', 'exploding'] as const;
export type Condition = (typeof conditions)[number];

/** The measurements of `measureNets.py`, with its verdict. */
export interface Measurements {
  /** The conditions of the net; none if it is healthy. */
  readonly verdict: readonly Condition[];
  /** The loss at the start. */
  readonly loss: number;
  /** The loss of the best constant output; null if there are no classes. */
  readonly constant: number | null;
  /** The largest gradient of a layer, relative to its weights. */
  readonly gradient: number;
  /** The largest shares of a layer, at the start and after the best run. */
  readonly dead: number;
  readonly saturated: number;
  readonly deadAfter: number;
  readonly saturatedAfter: number;
  /** The runs of gradient descent: the last loss, and how far the layers moved, relative to their weights. */
  readonly runs: readonly Run[];
}

interface Run {
  readonly rate: number;
  /** Null if it is not finite, as in the next two. */
  readonly loss: number | null;
  readonly least: number | null;
  readonly most: number | null;
}

const script = readFileSync(join(import.meta.dirname, 'measureNets.py'), 'utf8');

/** Measures nets with the values of their params and data in the language. */
export async function measureInPytorch(nets: readonly Net[]): Promise<readonly Measurements[]> {
  const cases = nets.map((net) => [net, valuesOf(net)]);
  const output = await runPython(`${script}
for case in json.loads(${JSON.stringify(JSON.stringify(cases))}):
    measured = measure(*case)
    print(json.dumps({'verdict': verdict(measured), **measured}))`);
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line.replace(/-?Infinity|NaN/g, 'null')));
}

function valuesOf(net: Net): object {
  const { model, evaluation } = evaluateNet(net);
  const { program, params, data } = model;
  const tensors = (leaves: readonly { readonly name: string; readonly node: NodeId }[]) =>
    Object.fromEntries(
      leaves.map(({ name, node }) => [
        name,
        { shape: program.shape(node), data: Array.from(elementsOf(program, evaluation.values, node)) },
      ]),
    );
  return { params: tensors(params), data: tensors(data) };
}
