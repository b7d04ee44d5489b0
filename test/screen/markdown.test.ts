/** Models in VS Code's Markdown preview, in each kind of theme. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examples } from '../../scripts/paths.ts';
import { evaluated, type Numbers } from '../support/oracles/bpEval.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const lesson = await readFile(join(examples, 'lesson.bp'), 'utf8');
const moved = lesson.replace('q = x + y', 'q = x + y + 1').replace('≈ 16', '≈ -16');

const page = `# Backpropagation

A model is a program, and so is its backward pass.

\`\`\`bp
${lesson}\`\`\`

- One has its samples in a file:

  \`\`\`bp
  data v = csv("samples.csv")
  total = sum(v)
  \`\`\`

- A broken one says what is wrong:

  ~~~bp
  param weight = 2
  loss L = wieght^2
  ~~~

<div class="backprop-graph" data-graph='{"structure": 7}'></div>
`;

let workbench: Workbench;
let preview: FrameLocator;

beforeAll(async () => {
  workbench = await openWorkbench({
    pixelRatio: 2,
    files: { 'lesson.md': page, 'lesson.bp': lesson, 'moved.bp': moved, 'samples.csv': 'v\n3\n4\n' },
  });
  await workbench.page.setViewportSize({ width: 1440, height: 720 });
  await workbench.press('Control+B');
  await workbench.open('lesson.md');
  preview = workbench.page.frameLocator('iframe.webview').frameLocator('#active-frame');
});

afterAll(() => workbench.close());

test('the preview shows the numbers of bp eval beside the model and in its graph', async () => {
  await openPreview();
  await graph().waitFor();
  const numbers = await evaluated(workbench.pathOf('lesson.bp'));
  await expect.poll(() => numbersIn(block())).toEqual(numbers);
  const { target, ...trained } = numbers;
  const sentences = Object.entries(trained).map(
    ([name, { value, gradient }]) => `= ${value}, ∂L/∂${name} = ${gradient}`,
  );
  const description = await graph().locator('desc').textContent();
  expect(sentences.filter((sentence) => !description!.includes(sentence))).toEqual([]);
  await expect.poll(() => graph().locator('title').textContent()).toBe('The graph of the model above');
  await workbench.screenshots('markdown');
});

test('the model can be copied as written', async () => {
  const code = block().locator('code');
  await expect.poll(() => code.textContent()).toBe(lesson);
  const selected = await code.evaluate((element) => {
    const selection = getSelection()!;
    selection.selectAllChildren(element);
    return selection.toString();
  });
  expect(selected.trimEnd()).toBe(lesson.trimEnd());
});

test('a broken model shows its problems and no graph', async () => {
  const problems = preview.locator('.backprop-problems').first();
  await expect.poll(() => problems.textContent()).toMatch(/^Error on line 2: .*wieght/);
  await expect.poll(() => preview.locator('.backprop-graph').count()).toBe(3);
  await expect.poll(() => preview.locator('.backprop-graph svg').count()).toBe(2);
});

test('the numbers follow typing', async () => {
  await workbench.focusEditor();
  await workbench.goTo(12, 'q = x + y'.length + 1);
  await workbench.type(' + 1');
  await workbench.goTo(17, 'expect ∂L/∂x ≈ '.length + 1);
  await workbench.type('-');
  const numbers = await evaluated(workbench.pathOf('moved.bp'));
  await expect.poll(() => numbersIn(block())).toEqual(numbers);
  await expect.poll(() => graph().locator('desc').textContent()).toContain(`∂L/∂z = ${numbers.z!.gradient}`);
});

test('the page does not refresh if the numbers arrive in time', async () => {
  const body = preview.locator('body');
  let typed = 'q = x + y + 1';
  const isKept = async () => {
    await body.evaluate((element) => {
      element.dataset.seen = 'before';
    });
    await workbench.goTo(12, typed.length + 1);
    await workbench.type('0');
    typed += '0';
    await expect.poll(() => block().locator('code').textContent()).toContain(`${typed}\n`);
    await expect.poll(async () => Object.keys(await numbersIn(block()))).toContain('q');
    return (await body.getAttribute('data-seen')) === 'before';
  };
  await expect.poll(isKept, { interval: 1_000 }).toBe(true);
});

test('a changed data file is read again', async () => {
  const values = preview.locator('.backprop-block').nth(1).locator('.backprop-value');
  const total = async () => (await values.last().getAttribute('data-text'))?.trim();
  await expect.poll(() => total()).toBe('7');
  await writeFile(workbench.pathOf('samples.csv'), 'v\n3\n5\n');
  await expect.poll(total).toBe('8');
});

/** Opens the preview to the side by keys, which work only after the editor has detected Markdown. */
async function openPreview(): Promise<void> {
  await workbench.page.locator('[id="status.editor.mode"]', { hasText: 'Markdown' }).waitFor();
  await workbench.press('Control+K');
  await workbench.press('v');
  await workbench.page.locator('iframe.webview').waitFor();
}

/** The first model. */
function block(): Locator {
  return preview.locator('.backprop-block').first();
}

function graph(): Locator {
  return preview.locator('.backprop-graph svg').first();
}

/** The numbers at the end of each named statement. */
async function numbersIn(model: Locator): Promise<Readonly<Record<string, Numbers>>> {
  const statements = await model.locator('.backprop-statement').evaluateAll((lines) =>
    lines.map((line) => {
      const textOf = (column: string) => line.querySelector(`.backprop-${column}`)?.getAttribute('data-text') ?? null;
      return { text: line.textContent, value: textOf('value'), gradient: textOf('gradient') };
    }),
  );
  const named = statements.flatMap(({ text, value, gradient }) => {
    const name = /(\S+) = /.exec(text)?.[1];
    const number = gradient?.replace('∂', '').trim() ?? null;
    return name === undefined ? [] : [[name, { value: value!.trim(), gradient: number }]];
  });
  return Object.fromEntries(named);
}
