/** The film of what is shown, while that changes faster than films are made. */
import { expect, test } from 'vitest';
import { createFilmRequest } from '../../../client/webview/src/film/filmRequest.ts';
import type { PlayerCommand } from '../../../client/webview/src/state/actions.ts';
import type { Film } from '../../../server/src/protocol/panel/film.ts';

const filmOf = (structureCount: number, version = 1): Film => ({ structureCount, version, steps: [], refusal: null });

function asking() {
  const questions: { resolve: (film: Film) => void; reject: (error: Error) => void }[] = [];
  const acts: PlayerCommand[] = [];
  const latest = createFilmRequest(
    () => new Promise<Film>((resolve, reject) => questions.push({ resolve, reject })),
    (act) => acts.push(act),
  );
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return { latest, questions, acts, settled };
}

test('of many graphs the first and the last are asked about, one after the other', async () => {
  const { latest, questions, acts, settled } = asking();
  for (let push = 0; push < 5; push++) latest.request({ structureCount: 1 });
  expect(questions).toHaveLength(1);
  questions[0]!.resolve(filmOf(1, 1));
  await settled();
  expect(questions).toHaveLength(2);
  questions[1]!.resolve(filmOf(1, 2));
  await settled();
  expect(questions).toHaveLength(2);
  expect(acts).toEqual([
    { kind: 'came', film: filmOf(1, 1) },
    { kind: 'came', film: filmOf(1, 2) },
  ]);
});

test('a film of another structure than is shown is not, and why there was none before is of no interest', async () => {
  const { latest, questions, acts, settled } = asking();
  latest.request({ structureCount: 1 });
  latest.request({ structureCount: 2 });
  questions[0]!.reject(new Error('It is closed.'));
  await settled();
  questions[1]!.resolve(filmOf(3));
  await settled();
  expect(acts).toEqual([]);
  latest.request({ structureCount: 3 });
  questions[2]!.reject(new Error('There is no film.'));
  await settled();
  expect(acts).toEqual([{ kind: 'missing', reason: 'There is no film.' }]);
});

test('what comes when none is wanted any more is not shown', async () => {
  const { latest, questions, acts, settled } = asking();
  latest.request({ structureCount: 1 });
  latest.cancel();
  questions[0]!.resolve(filmOf(1));
  await settled();
  expect(acts).toEqual([]);
  latest.request({ structureCount: 1 });
  expect(questions).toHaveLength(2);
});
