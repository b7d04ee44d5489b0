/** The first entry of the palette for what one types: Enter must never discard work. */
import { afterEach, expect, test } from 'vitest';
import { lesson } from './support/lesson.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

let workbench: Workbench;

afterEach(() => workbench.close());

test.each([
  {
    language: 'en',
    firstEntries: {
      'Backprop: Tr': 'Backprop: Train',
      'Backprop: Train': 'Backprop: Train',
      'Backprop: Training': 'Backprop: Training Step',
      'Backprop: Step': 'Backprop: Training Step',
      'Backprop: Save': 'Backprop: Save Learned Params',
    },
  },
  {
    language: 'ko',
    firstEntries: {
      'Backprop: 학습': 'Backprop: 학습',
      'Backprop: 학습 한': 'Backprop: 학습 한 단계',
      'Backprop: Train': 'Backprop: 학습',
      'Backprop: 한 단계': 'Backprop: 학습 한 단계',
    },
  },
])('the palette focuses the command that was meant: $language', async ({ language, firstEntries }) => {
  // The palette puts the commands that ran before first.
  workbench = await openWorkbench({ files: { 'lesson.bp': lesson }, language, isOwn: true });
  await workbench.open('lesson.bp');
  for (const [typed, first] of Object.entries(firstEntries)) {
    await workbench.press('F1');
    await expect.poll(() => workbench.focusedEntry(`>${typed}`)).toBe(first);
    if (typed === 'Backprop: Train') await workbench.screenshot(`palette-${language}`);
    await workbench.press('Escape');
  }
});
