/** Hovers in the panel, rendered from the editor's Markdown. */
import { expect, test } from 'vitest';
import { renderMarkdown } from '../../../client/webview/src/hover/markdown.ts';

test('HTML is shown as text, and nothing leads out of the panel', () => {
  expect(renderMarkdown('<img src=x> ![a](b) [c](d)')).toBe('<p>&lt;img src=x&gt; ![a](b) [c](d)</p>\n');
});

test('a table has its columns aligned without any style in the HTML', () => {
  const html = renderMarkdown('| a | b | c |\n| :-- | --: | --- |\n| 1 | 2 | 3 |\n');
  expect(html).not.toContain('style');
  expect(html).toContain('<td class="align-left">1</td>\n<td class="align-right">2</td>\n<td>3</td>');
});
