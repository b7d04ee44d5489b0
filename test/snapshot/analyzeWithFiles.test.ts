/** Learned params, read together with their model. */

import { describe, expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../server/src/data/safetensors.ts';
import type { Shape } from '../../server/src/engine/ir/shape.ts';
import { elementsOf } from '../../server/src/engine/ir/values.ts';
import { Execution } from '../../server/src/engine/runtime/execution.ts';
import type { LearnedParams } from '../../server/src/language/lowering/model.ts';
import { type AsyncFiles, analyzeWithFiles } from '../../server/src/snapshot/analyzeWithFiles.ts';
import type { Snapshot } from '../../server/src/snapshot/snapshot.ts';
import { filesOf } from '../support/models/memoryFiles.ts';

describe('learned params', () => {
  const model = 'param W[2] ~ zeros()\nh = dense([[1, 2]], 1)\nloss L = sum(W) + sum(h)';

  test('replace random values of the same name and shape', async () => {
    const snapshot = await read(checkpointOf({ W: [[2], [3, 4]], 'h.b': [[1], [7]] }));
    expect(snapshot.problems).toEqual([]);
    const { program, params } = snapshot.model;
    const values = new Execution(program).run();
    expect(params.map(({ name }) => name)).toEqual(['W', 'h.W', 'h.b']);
    const [W, , b] = params.map(({ node }) => Array.from(elementsOf(program, values, node)));
    expect([W, b]).toEqual([[3, 4], [7]]);
  });

  test('are reported at the reinitialized param if their shapes differ', async () => {
    const snapshot = await read(checkpointOf({ W: [[3], [3, 4, 5]], 'h.b': [[], [7]] }));
    expect(reportsOf(snapshot)).toEqual([
      'param W[2] ~ zeros() warning learned-params-mismatch: W was [3] when it was trained and is [2] now, so its learned values are ignored',
      'h = dense([[1, 2]], 1) warning learned-params-mismatch: h.b was scalar when it was trained and is [1] now, so its learned values are ignored',
    ]);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'are reported at the reinitialized param if one of them is %d',
    async (number) => {
      const snapshot = await read(
        checkpointOf({
          W: [[2], [3, number]],
          'h.b': [[1], [number]],
          'h.W': [
            [2, 1],
            [3, 4],
          ],
        }),
      );
      expect(reportsOf(snapshot)).toEqual([
        'param W[2] ~ zeros() warning learned-params-not-finite: the learned value of W has a NaN or an infinity, so it is ignored',
        'h = dense([[1, 2]], 1) warning learned-params-not-finite: the learned value of h.b has a NaN or an infinity, so it is ignored',
      ]);
      const { program, params } = snapshot.model;
      const values = new Execution(program).run();
      const [W, hW, b] = params.map(({ node }) => Array.from(elementsOf(program, values, node)));
      expect([W, hW, b]).toEqual([[0, 0], [3, 4], [0]]);
      expect(params.map(({ isLearned }) => isLearned)).toEqual([false, true, false]);
    },
  );

  test.each<[string, ReturnType<AsyncFiles['learnedParams']>, string]>([
    [
      'are not in the safetensors format',
      { reason: 'the file ends before its header' },
      'the file ends before its header',
    ],
    ['cannot be read', { reason: 'net.bp.safetensors is too large' }, 'net.bp.safetensors is too large'],
  ])('are reported at the first param that needs them if they %s', async (_, checkpoint, reason) => {
    const snapshot = await read(checkpoint);
    expect(reportsOf(snapshot)).toEqual([
      `param W[2] ~ zeros() warning learned-params-unreadable: the learned params can't be read, so they are ignored: ${reason}`,
    ]);
  });

  test('are not requested if the text gives every param a value', async () => {
    const checkpoint = () => {
      throw new Error('asked');
    };
    const files: AsyncFiles = {
      ...filesOf({}),
      learnedParams: checkpoint,
      trainingProgress: () => undefined,
      pendingReads: () => undefined,
    };
    expect((await analyzeWithFiles('param w = 1', 1, files))?.problems).toEqual([]);
  });

  test('are part of the first analysis of the next version', async () => {
    const checkpoint = checkpointOf({ W: [[2], [3, 4]] });
    const files: AsyncFiles = {
      ...filesOf({}),
      learnedParams: () => checkpoint,
      trainingProgress: () => undefined,
      pendingReads: () => undefined,
    };
    const first = await analyzeWithFiles(model, 1, files);
    const second = await analyzeWithFiles(`${model} # note`, 2, files, { previous: first });
    expect(second!.model.program.isIdenticalTo(first!.model.program)).toBe(true);
  });

  async function read(checkpoint: ReturnType<AsyncFiles['learnedParams']>): Promise<Snapshot> {
    return (await analyzeWithFiles(model, 1, {
      ...filesOf({}),
      learnedParams: () => checkpoint,
      trainingProgress: () => undefined,
      pendingReads: () => undefined,
    }))!;
  }

  function checkpointOf(tensors: Readonly<Record<string, readonly [shape: Shape, values: readonly number[]]>>) {
    const entries = Object.entries(tensors).map(([name, [shape, values]]) => {
      return [name, { shape, values: Float64Array.from(values) }] as const;
    });
    return readSafetensors(writeSafetensors(new Map(entries))) as LearnedParams;
  }

  function reportsOf({ problems, text }: Snapshot): readonly string[] {
    return problems.map(({ start, end, severity, code, message }) => {
      return `${text.slice(start, end)} ${severity} ${code}: ${message}`;
    });
  }
});
