/** Neovim with the configuration of docs/editors.md and the built server: the same numbers over LSP. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { sampleModels } from '../support/models/fuzzedTexts.ts';
import { evaluated, type Numbers } from '../support/oracles/bpEval.ts';
import { Neovim, neovimExpected } from './neovim.ts';

const [lesson] = sampleModels;
const name = 'lesson.bp';

describe.skipIf(!neovimExpected)('Neovim', () => {
  let neovim: Neovim;

  beforeAll(async () => {
    neovim = await Neovim.start({ configuration: documented('lua'), files: { [name]: lesson }, open: name });
  });

  afterAll(() => neovim[Symbol.asyncDispose]());

  /** Saves the text, and waits until the lenses have the numbers that `bp eval` prints for it. */
  const expectTrueLenses = async (): Promise<void> => {
    await neovim.type(':silent write<CR>');
    await expect.poll(() => neovim.lua('return vim.bo.modified')).toBe(false);
    const { target, ...numbers } = await evaluated(neovim.pathOf(name));
    await expect.poll(async () => numbersIn(await neovim.lenses())).toEqual(numbers);
  };

  test('shows lenses that follow typing', async () => {
    await expectTrueLenses();
    await neovim.type('/^q =<CR>A + 0.5<Esc>');
    await expect.poll(() => neovim.lines()).toContain('q = x + y + 0.5');
    await expectTrueLenses();
    await neovim.type('u');
    await expect.poll(() => neovim.lines()).toEqual(linesOf(lesson));
    await expectTrueLenses();
  });

  test('shows the chain rule in a hover', async () => {
    const { q, f, z } = await evaluated(neovim.pathOf(name));
    await neovim.type('gg/^q =<CR>K');
    const product = `∂L/∂q = ∂L/∂f · ∂f/∂q = ${f.gradient} · z = ${f.gradient} · ${z.value} = `;
    await expect.poll(() => neovim.floating()).toMatch(new RegExp(`${product}\\**${q.gradient}`));
    await neovim.type('j');
  });

  test('shows a problem as a diagnostic at its line', async () => {
    const problems = () =>
      neovim.lua(`return vim.tbl_map(function(it) return { it.lnum + 1, it.code } end, vim.diagnostic.get(0))`);
    await neovim.type('gg/^f =<CR>A * qq<Esc>');
    await expect.poll(problems).toEqual([[8, 'undefined-name']]);
    await neovim.type('u');
    await expect.poll(problems).toEqual([]);
  });

  test('takes a step by the lens on the loss, and one undo reverts it', async () => {
    await neovim.type('gg/^loss<CR>\\l');
    await neovim.type('1<CR>');
    await expect.poll(() => neovim.lines()).toEqual(linesOf(stepped(lesson)));
    await expectTrueLenses();
    await neovim.type('u');
    await expect.poll(() => neovim.lines()).toEqual(linesOf(lesson));
    await expectTrueLenses();
  });

  test('goes to the definition of a name and renames all references', async () => {
    await neovim.type('gg/^f =<CR>fq<C-]>');
    await expect.poll(() => neovim.lua('return vim.fn.getline(".")')).toBe('q = x + y');
    await neovim.type(':lua vim.lsp.buf.rename("sum")<CR>');
    await expect.poll(() => neovim.lines()).toEqual(linesOf(lesson.replaceAll(/\bq\b/g, 'sum')));
    await neovim.type('u');
    await expect.poll(() => neovim.lines()).toEqual(linesOf(lesson));
  });

  test('completes a name and formats the text', async () => {
    await neovim.type('gg/^f =<CR>oh=sigm<C-x><C-o>');
    await expect.poll(() => neovim.lines()).toContain('h=sigmoid');
    await neovim.type('(f)<Esc>gggqG');
    await expect.poll(() => neovim.lines()).toContain('h = sigmoid(f)');
    await neovim.type('uu');
    await expect.poll(() => neovim.lines()).toEqual(linesOf(lesson));
  });

  test('takes a step by a key from any line', async () => {
    await neovim.type('gg\\s');
    await expect.poll(() => neovim.lines()).toEqual(linesOf(stepped(lesson)));
    await neovim.type('u');
    await expect.poll(() => neovim.lines()).toEqual(linesOf(lesson));
  });

  test('shows the numbers as inlay hints if configured', async () => {
    const { q, f } = await evaluated(neovim.pathOf(name));
    await neovim.lua(`
      local client = vim.lsp.get_clients()[1]
      client.settings.backprop.display = "inlay"
      client.notify("workspace/didChangeConfiguration", { settings = client.settings })
      vim.lsp.inlay_hint.enable(true)`);
    const hints = () =>
      neovim.lua(`return vim.tbl_map(function(it) return it.inlay_hint.label end, vim.lsp.inlay_hint.get())`);
    const shown = [q, f].map(({ value, gradient }) => `= ${value} · ∂ ${gradient}`);
    await expect.poll(hints).toEqual(expect.arrayContaining(shown));
  });

  test('logs no protocol error', () => {
    expect(neovim.log()).toBe('');
  });
});

/** The configuration in docs/editors.md that is written in `language`. */
function documented(language: string): string {
  const page = readFileSync(join(root, 'docs', 'editors.md'), 'utf8');
  return new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(page)![1];
}

function linesOf(text: string): readonly string[] {
  return text.trimEnd().split('\n');
}

/** The lesson after a step of 0.01: its gradients are 16, 16 and −12. */
function stepped(text: string): string {
  return text.replace('x = -2', 'x = -2.16').replace('y = 5', 'y = 4.84').replace('z = -4', 'z = -3.88');
}

/** The numbers in lenses such as `x = 3 → 2.84 · ∂L/∂x = 16` and `L = 4 | SGD step | Train`, by name; the omitted ∂L/∂L is 1. */
function numbersIn(lenses: readonly string[]): Readonly<Record<string, Numbers>> {
  const read = lenses.flatMap((lens) => {
    const [, name, value, gradient] = /^\d+: (\S+) = (\S+)(?: → \S+)?(?: · ∂L\/∂\1 = (\S+))?/.exec(lens) ?? [];
    return name === undefined ? [] : [[name, { value, gradient: gradient ?? '1' }]];
  });
  return Object.fromEntries(read);
}
