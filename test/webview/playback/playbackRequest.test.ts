/** Requests for the playback of the shown graph while that changes. */
import { expect, test } from 'vitest';
import { createPlaybackRequest } from '../../../client/webview/src/playback/playbackRequest.ts';
import type { PlayerCommand } from '../../../client/webview/src/state/actions.ts';
import type { Playback } from '../../../protocol/panel/playback.ts';

const playbackOf = (structureVersion: number, version = 1): Playback => ({
  structureVersion,
  version,
  steps: [],
  refusal: null,
});

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
  for (let push = 0; push < 5; push++) latest.request({ structureVersion: 1 });
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
  latest.request({ structureVersion: 1 });
  latest.request({ structureVersion: 2 });
  questions[0]!.reject(new Error('It is closed.'));
  await settled();
  questions[1]!.resolve(playbackOf(3));
  await settled();
  expect(acts).toEqual([]);
  latest.request({ structureVersion: 3 });
  questions[2]!.reject(new Error('There is no playback.'));
  await settled();
  expect(acts).toEqual([{ kind: 'failed', reason: 'There is no playback.' }]);
});

test('a response after a cancel is dropped', async () => {
  const { latest, questions, acts, settled } = asking();
  latest.request({ structureVersion: 1 });
  latest.cancel();
  questions[0]!.resolve(playbackOf(1));
  await settled();
  expect(acts).toEqual([]);
  latest.request({ structureVersion: 1 });
  expect(questions).toHaveLength(2);
});
