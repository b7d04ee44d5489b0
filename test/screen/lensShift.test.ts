/** Layout shift while typing: a new statement makes room for its lens once, and nothing moves after that. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lesson } from './support/lesson.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

/** The height of a lens in a new profile of VS Code, in pixels. */
const lensHeight = 16;

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ files: { 'lesson.bp': lesson } });
  await workbench.open('lesson.bp');
});

afterAll(() => workbench.close());

test('a new statement moves what is below it once, by the height of its lens', async () => {
  await lensReads('L = 4 ');
  await workbench.page.evaluate(recordPositions);
  await workbench.goTo(5, 1);
  await startRecording();
  await workbench.type('p = x * y');
  await lensReads('p = −10');
  expect(await shifts()).toEqual([lensHeight]);
});

test.each([
  ['more of the statement', [5, 10], ' + 2 * z', 'p = −18'],
  ['a call in it', [5, 18], ' + relu(y)', 'p = −13'],
  ['a digit of a param', [1, 13], '5', 'q = −20'],
  ['the end of a statement', [6, 10], ' * 2', 'q = −15'],
] as const)('nothing moves while typing %s', async (_, [line, column], text, lens) => {
  await workbench.goTo(line, column);
  await startRecording();
  await workbench.type(text);
  await lensReads(lens);
  expect(await shifts()).toEqual([]);
});

async function lensReads(text: string): Promise<void> {
  await expect.poll(() => workbench.lenses()).toContainEqual(expect.stringContaining(text));
}

interface Recorded extends Window {
  /** The positions that the last statement has had, in pixels. */
  positions: number[];
}

/** Runs in the page: notes the position of the last statement in each frame in which it differs. */
function recordPositions(): void {
  const recorded = window as unknown as Recorded;
  recorded.positions = [];
  const note = () => {
    const line = [...document.querySelectorAll('.editor-instance .view-line')].find((element) =>
      element.textContent.startsWith('loss'),
    );
    const top = line?.getBoundingClientRect().top;
    if (top !== undefined && top !== recorded.positions.at(-1)) recorded.positions.push(top);
    requestAnimationFrame(note);
  };
  note();
}

/** Forgets all positions but the current one. */
async function startRecording(): Promise<void> {
  await workbench.page.evaluate(() => {
    const recorded = window as unknown as Recorded;
    recorded.positions = recorded.positions.slice(-1);
  });
}

/** How far the last statement has moved since the recording began, by each move, two frames after the last change. */
function shifts(): Promise<readonly number[]> {
  return workbench.page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const { positions } = window as unknown as Recorded;
    return positions.slice(1).map((position, i) => position - positions[i]);
  });
}
