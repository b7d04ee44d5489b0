/** VS Code in Korean: palette, lenses, hovers, problems and panel. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lesson } from './support/lesson.ts';
import { PanelOnScreen } from './support/panel.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  const files = { 'lesson.bp': lesson, 'half.bp': 'param x = 2\nq = x + y\n' };
  workbench = await openWorkbench({ files, language: 'ko' });
});

afterAll(() => workbench.close());

test('a problem is shown in Korean', async () => {
  await workbench.open('half.bp');
  await workbench.page.locator('.squiggly-error').first().waitFor();
  await workbench.hover(2, 9, "'y'이(가) 정의되지 않았습니다");
  await workbench.press('Escape');
});

test('lenses and hovers are in Korean', async () => {
  await workbench.open('lesson.bp');
  await expect.poll(() => workbench.lenses()).toContainEqual(expect.stringContaining('SGD 한 단계'));
  await workbench.hover(7, 1, '각 인수의 기울기는 상류 기울기에 다른 인수를 곱한 값입니다');
  await workbench.screenshot('korean-hover');
  await workbench.press('Escape');
});

test('the panel opens by its Korean command and is in Korean', async () => {
  const panel = await PanelOnScreen.open(workbench, 'Backprop: 계산 그래프 보기');
  await expect.poll(async () => (await panel.frame()).evaluate(() => document.documentElement.lang)).toBe('ko');
  await panel.button('다음 노드').click();
  await panel.page.getByText('두 값의 합').waitFor();
  await panel.button('학습').click();
  await panel.button('실행').waitFor();
  await workbench.screenshot('korean-panel');
});
