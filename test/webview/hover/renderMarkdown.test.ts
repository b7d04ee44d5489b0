/** Hovers in the panel, rendered from the editor's Markdown. */
import { expect, test } from 'vitest';
import { renderMarkdown } from '../../../client/webview/src/hover/renderMarkdown.ts';

test('HTML is escaped, and links and images stay text', () => {
  expect(renderMarkdown('<img src=x> ![a](b) [c](d)')).toBe('<p>&lt;img src=x&gt; ![a](b) [c](d)</p>\n');
});

test('table columns are aligned by classes, not inline styles', () => {
  const html = renderMarkdown('| a | b | c |\n| :-- | --: | --- |\n| 1 | 2 | 3 |\n');
  expect(html).not.toContain('style');
  expect(html).toContain('<td class="align-left">1</td>\n<td class="align-right">2</td>\n<td>3</td>');
});
