/** An open document on a scripted engine: the newest version is shown last, and overlays give way to it. */

import { expect, onTestFinished, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileView } from '../../server/src/documents/fileView.ts';
import { OpenDocument } from '../../server/src/documents/openDocument.ts';
import { Overlay } from '../../server/src/documents/overlay.ts';
import type { EvaluateRequest } from '../../server/src/engine/engineMessages.ts';
import { Evaluator } from '../../server/src/evaluation/evaluator.ts';
import { FileStore } from '../../server/src/files/fileStore.ts';
import { type EvaluatedSnapshot, isEvaluated } from '../../server/src/snapshot/snapshot.ts';
import { ScriptedWorkers } from '../support/workers/scriptedWorkers.ts';
import { until } from '../support/workers/until.ts';

const uri = 'file:///models/parabola.bp';
const text = 'param x = 3\nloss L = x^2';

test('a document shows the newest version and skips superseded ones', async () => {
  const { document, workers, shown } = opened();
  document.change(versionOf(1, text));
  document.change(versionOf(2, `${text} + 1`));
  await answerNext(workers);
  await document.whenFinished();
  expect(shown.map(({ snapshot }) => snapshot.version)).toEqual([2]);
  expect(document.view?.snapshot.evaluation).toBeDefined();
});

test('an abandoned evaluation of the newest version is repeated', async () => {
  const { document, workers, evaluator } = opened();
  document.change(versionOf(1, text));
  await until(() => workers.evaluations.length === 1);
  evaluator.cancel(uri);
  await answerNext(workers);
  await answerNext(workers);
  await document.whenFinished();
  expect(document.view?.snapshot.evaluation).toBeDefined();
});

test('an unchanged program is not evaluated again', async () => {
  const { document, workers } = opened(true);
  const { model } = await evaluated({ document }, text);
  document.change(versionOf(2, `${text}\ny = `));
  await document.whenFinished();
  expect(document.view?.snapshot.version).toBe(2);
  expect(document.view?.snapshot.model.program.isIdenticalTo(model.program)).toBe(true);
  expect(workers.evaluations).toHaveLength(1);
});

test('a scrub of a previous version yields the engine to the newest', async () => {
  const { document, workers } = opened(true);
  await evaluated({ document }, text);
  const scrub = await document.startScrub();
  document.change(versionOf(2, `${text} + 1`));
  scrub!.move('x', 5);
  await document.whenFinished();
  expect(workers.evaluations).toHaveLength(2);
  expect(document.view?.snapshot.version).toBe(2);
});

test('an overlay shows its values until it ends', async () => {
  const { document, shown } = opened(true);
  const base = await evaluated({ document }, text);
  const other = await evaluated(opened(true), 'param x = 5\nloss L = x^2');
  const overlay = new Overlay(base, document);
  expect(overlay.show(other.evaluation.values)).toBe(true);
  expect(document.view?.snapshot.evaluation?.values).toBe(other.evaluation.values);
  expect(new Overlay(base, document).show(other.evaluation.values)).toBe(false);
  expect(overlay.show(undefined)).toBe(true);
  expect(document.view?.snapshot).toBe(base);
  expect(shown).toHaveLength(3);
});

test('an edit ends an overlay and restores the values of the text', async () => {
  const { document } = opened(true);
  const base = await evaluated({ document }, text);
  const other = await evaluated(opened(true), 'param x = 5\nloss L = x^2');
  const overlay = new Overlay(base, document);
  overlay.show(other.evaluation.values);
  document.change(versionOf(2, `${text} + 1`));
  expect(document.view?.snapshot).toBe(base);
  expect(overlay.isDisplaced).toBe(true);
  expect(overlay.show(undefined)).toBe(false);
  expect(overlay.values).toBe(other.evaluation.values);
});

test('released values are computed again when they are asked for', async () => {
  const { document, workers, shown } = opened(true);
  const before = await evaluated({ document }, `${text}\nexpect L ≈ 8`);
  expect(document.releasableBytes).toBeGreaterThan(0);
  document.releaseValues();
  expect(document.releasableBytes).toBe(0);
  expect(document.view?.snapshot.evaluation).toBeUndefined();
  expect(document.view?.annotations.list).toEqual([]);
  expect(document.view?.snapshot.problems).toEqual(before.problems);
  expect(shown).toHaveLength(1);
  await document.whenFinished();
  expect(document.view?.snapshot.evaluation?.values.data).toEqual(before.evaluation.values.data);
  expect(document.view?.snapshot.problems).toEqual(before.problems);
  expect(workers.evaluations).toHaveLength(2);
  expect(shown).toHaveLength(2);
});

test('closing a document resolves every wait', async () => {
  const { document } = opened();
  document.change(versionOf(1, text));
  const waits = Promise.all([document.whenPublished(), document.whenFinished()]);
  document.close();
  await waits;
  expect(document.view).toBeUndefined();
});

/** @param arePrompt whether the engine answers at once. */
function opened(arePrompt = false) {
  const workers = new ScriptedWorkers();
  workers.areImmediate = arePrompt;
  const evaluator = new Evaluator(workers.start);
  const store = new FileStore(async () => ({ kind: 'missing' }));
  const shown: FileView[] = [];
  const document = new OpenDocument(
    uri,
    evaluator,
    () => store.filesFor(uri, []),
    Promise.resolve(),
    (view) => shown.push(view),
  );
  onTestFinished(() => document.close());
  return { document, workers, evaluator, shown };
}

function versionOf(version: number, content: string): TextDocument {
  return TextDocument.create(uri, 'bp', version, content);
}

/** Answers the next evaluation that has not been answered. */
async function answerNext(workers: ScriptedWorkers): Promise<void> {
  const request = await until(() => workers.evaluations.find((evaluation) => !answered.has(evaluation)));
  answered.add(request);
  workers.of(request).answer(request);
}

const answered = new WeakSet<EvaluateRequest>();

async function evaluated(
  { document }: Pick<ReturnType<typeof opened>, 'document'>,
  content: string,
): Promise<EvaluatedSnapshot> {
  document.change(versionOf(1, content));
  await document.whenFinished();
  const { snapshot } = document.view!;
  if (!isEvaluated(snapshot)) throw new Error('not evaluated');
  return snapshot;
}
