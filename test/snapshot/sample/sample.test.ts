/** The sample on which a model over large data is evaluated in an editor. */

import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../protocol/editor/settings.ts';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { hoverAt } from '../../../server/src/features/hover/hover.ts';
import { sampleCountOf } from '../../../server/src/language/lowering/model.ts';
import { formatAnnotation } from '../../../server/src/snapshot/annotations/annotationText.ts';
import { statementAnnotationsOf } from '../../../server/src/snapshot/annotations/statementAnnotations.ts';
import { trainedValuesOf } from '../../../server/src/training/createTrainingJob.ts';
import { valuesOf } from '../../support/models/evaluated.ts';
import {
  analyzedLive,
  evaluatedLive,
  inputs,
  largeModel,
  largeModelScript,
  liveContext,
} from '../../support/models/largeData.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';

const text = `${largeModel}train adam(lr = 0.01, batch = 32, epochs = 1)\n`;

describe('a model with mini-batches that is expensive over all samples', () => {
  const snapshot = evaluatedLive(text);
  const { model } = snapshot;

  test('is evaluated on the first of them, as many as a power of two', () => {
    expect(snapshot.problems).toEqual([]);
    expect([model.sample?.count, sampleCountOf(model)]).toEqual([1024, 4000]);
    expect(valuesOf(snapshot, 'rows')).toEqual([1024]);
  });

  test('keeps what its consts are over all samples', () => {
    const all = evaluatedLive(text, { ...liveContext, isLive: false });
    expect(all.model.sample).toBeUndefined();
    expect(valuesOf(snapshot, 'n')).toEqual([4000]);
    expect(valuesOf(snapshot, 'Z')).toEqual(valuesOf(all, 'Z')?.slice(0, 1024 * 8));
    expect(valuesOf(snapshot, 'X')).toEqual(valuesOf(all, 'X')?.slice(0, 1024 * 8));
  });

  test('draws the params that it has on all samples', () => {
    const all = evaluatedLive(text, { ...liveContext, isLive: false });
    for (const name of ['W', 'b', 'v']) expect(valuesOf(snapshot, name)).toEqual(valuesOf(all, name));
  });

  test.runIf(isPytorchRequired)('has the loss and the gradients of PyTorch over those samples', async () => {
    const params = trainedValuesOf(snapshot).map((values) => [...values]);
    const printed = await runPython(`${largeModelScript(params)}
loss = model(slice(0, 1024))
loss.backward()
print(json.dumps([loss.item()] + [p.grad.flatten().tolist() for p in params]))`);
    const [loss, ...gradients] = JSON.parse(printed) as [number, ...number[][]];
    const { backwardPass } = model.objective!;
    const ours = [backwardPass.root, ...model.paramNodes.map((node) => adjointOf(backwardPass, node)!)];
    const values = ours.flatMap((node) => [...elementsOf(model.program, snapshot.evaluation.values, node)]);
    for (const [i, value] of [loss, ...gradients.flat()].entries()) expect(values[i]).toBeCloseTo(value, 12);
  });

  test('says so in the lenses of data, losses and expectations', () => {
    const withExpectation = evaluatedLive(`${text}expect L ≈ 0\n`);
    const lenses = statementAnnotationsOf(withExpectation).list.map((annotation) =>
      formatAnnotation(annotation, defaultSettings),
    );
    const marked = lenses.filter((lens) => lens.endsWith(' · first 1,024 of 4,000 samples'));
    expect(marked.map((lens) => lens.split(' ')[0])).toEqual(['X', 'y', 'L', '✗']);
    expect(withExpectation.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^\S+ is not close to 0: they differ by \S+ \(first 1,024 of 4,000 samples\)$/),
    ]);
  });

  test('says so in hovers, except of consts', () => {
    const annotations = statementAnnotationsOf(snapshot);
    const note = /The numbers are of the first 1,024 of 4,000 samples/;
    const hoverOf = (name: string) =>
      JSON.stringify(hoverAt({ snapshot, annotations }, text.indexOf(`${name} =`), defaultSettings));
    for (const name of ['X', 'h', 'L']) expect(hoverOf(name)).toMatch(note);
    for (const name of ['n', 'Z']) expect(hoverOf(name)).not.toMatch(note);
  });
});

describe('all samples are evaluated', () => {
  test.each([
    ['without mini-batches', largeModel],
    [
      'if they are cheap',
      `${inputs}param w[8] ~ ones()\nloss L = mean((X @ w - y)^2)\ntrain sgd(lr = 0.01, batch = 32)\n`,
    ],
    [
      'if a param has their number in its shape',
      `${largeModel.replace('param b[256] ~ zeros()', 'param b[4000, 256] ~ zeros()')}train sgd(batch = 32)\n`,
    ],
    ['if a sample by its index is used', `${largeModel}z = X[3999]\ntrain sgd(batch = 32)\n`],
  ])('%s', (_, all) => {
    const { model } = evaluatedLive(all);
    expect(model.sample).toBeUndefined();
    expect(model.program.shape(model.data[0].node)).toEqual([4000, 8]);
  });
});

test('the size of a sample stays the same while the loss is being typed', () => {
  const typed = text.replace('loss L = mean((h @ v - y / 10)^2) + sum(v^2) / n', 'loss L = mean(');
  const snapshot = analyzedLive(typed);
  expect(snapshot.problems.length).toBeGreaterThan(0);
  expect(snapshot.model.sample?.count).toBe(1024);
});

test('a version has the same program as its predecessor if only its comments differ', () => {
  const first = analyzedLive(text);
  const next = analyzedLive(`# Note\n${text}`, first);
  expect(next.model.program.isIdenticalTo(first.model.program)).toBe(true);
  const other = analyzedLive(text.replace('y / 10', 'y / 20'), next);
  expect(other.model.program.isIdenticalTo(first.model.program)).toBe(false);
});

test('versions are the same as read from scratch', () => {
  const versions = [
    text,
    text.replace('y / 10', 'y / 20'),
    text.replace('std(X, axis = 0)', '(2 * std(X, axis = 0))'),
    text.replace('256', '128').replace('256', '128').replace('256', '128'),
    text.replace(', batch = 32', ''),
    text.replace('"h"])', '"t"])'),
    text,
  ];
  let previous = analyzedLive(versions[0]);
  for (const version of versions) {
    previous = analyzedLive(version, previous);
    const fresh = analyzedLive(version);
    expect(previous.model.sample?.count).toBe(fresh.model.sample?.count);
    expect(previous.model.program.columns()).toEqual(fresh.model.program.columns());
  }
});

test('without an editor, samples are left out only if all exceed the memory', () => {
  const names = filesOf({ 'x.csv': `a\n${'1\n'.repeat(60_000)}` });
  const heavy =
    'data x = csv("x.csv", columns = ["a"])\nparam w[400] ~ ones()\nloss L = mean((reshape(x, [-1, 1]) * w)^2)\n';
  const context = { ...liveContext, files: names, isLive: false };
  const { model, problems } = evaluatedLive(`${heavy}train sgd(batch = 50)\n`, context);
  expect(problems).toEqual([]);
  expect([model.sample?.count, sampleCountOf(model)]).toEqual([4096, 60_000]);
});
