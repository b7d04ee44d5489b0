/** Requests for the playback of the shown graph while that changes. */
import { expect, test } from 'vitest';
import { createPlaybackRequest } from '../../../client/webview/src/playback/playbackRequest.ts';
import type { PlayerCommand } from '../../../client/webview/src/state/actions.ts';
import type { Playback } from '../../../protocol/panel/playback.ts';
import { handmadeGraph } from '../../support/fixtures/handmadeGraph.ts';

const playbackOf = (structureVersion: number, version = 1): Playback => ({
  structureVersion,
  version,
  steps: [],
  notice: null,
});

const { structure } = handmadeGraph([{ id: 'x' }, { id: 'L' }], [{ from: 0, to: 1 }]);
const subject = (structureVersion: number) => ({ structureVersion, structure });

function asking() {
  const questions: { resolve: (playback: Playback) => void; reject: (error: Error) => void }[] = [];
  const acts: PlayerCommand[] = [];
  const latest = createPlaybackRequest(
    () => new Promise<Playback>((resolve, reject) => questions.push({ resolve, reject })),
    (act) => acts.push(act),
  );
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return { latest, questions, acts, settled };
}

test('during several requests only the first and the last are sent, one after the other', async () => {
  const { latest, questions, acts, settled } = asking();
  for (let push = 0; push < 5; push++) latest.request(subject(1));
  expect(questions).toHaveLength(1);
  questions[0]!.resolve(playbackOf(1, 1));
  await settled();
  expect(questions).toHaveLength(2);
  questions[1]!.resolve(playbackOf(1, 2));
  await settled();
  expect(questions).toHaveLength(2);
  expect(acts).toEqual([
    { kind: 'received', playback: playbackOf(1, 1) },
    { kind: 'received', playback: playbackOf(1, 2) },
  ]);
});

test('a playback of another structure is dropped, and so is an outdated failure', async () => {
  const { latest, questions, acts, settled } = asking();
  latest.request(subject(1));
  latest.request(subject(2));
  questions[0]!.reject(new Error('It is closed.'));
  await settled();
  questions[1]!.resolve(playbackOf(3));
  await settled();
  expect(acts).toEqual([]);
  latest.request(subject(3));
  questions[2]!.reject(new Error('There is no playback.'));
  await settled();
  expect(acts).toEqual([{ kind: 'failed', reason: 'There is no playback.' }]);
});

test('a response after a cancel is dropped', async () => {
  const { latest, questions, acts, settled } = asking();
  latest.request(subject(1));
  latest.cancel();
  questions[0]!.resolve(playbackOf(1));
  await settled();
  expect(acts).toEqual([]);
  latest.request(subject(1));
  expect(questions).toHaveLength(2);
});

test('a playback about missing nodes or wires is dropped', async () => {
  const { latest, questions, acts, settled } = asking();
  const step = {
    phase: 'forward',
    node: 1,
    wire: 0,
    resultNode: 1,
    rule: '',
    equation: [],
    product: null,
    sum: null,
    gradient: null,
    gradientElements: null,
    source: '',
    location: '',
    range: null,
  } as const;
  const wrongSteps = [{ node: 2 }, { node: -1 }, { node: 0.5 }, { wire: 1 }, { resultNode: 2 }];
  for (const wrong of [...wrongSteps, {}]) {
    latest.request(subject(1));
    questions.at(-1)!.resolve({ ...playbackOf(1), steps: [{ ...step, ...wrong }] });
    await settled();
  }
  expect(acts).toEqual([{ kind: 'received', playback: { ...playbackOf(1), steps: [step] } }]);
});
