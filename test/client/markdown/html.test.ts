/** HTML of a model in a Markdown preview. */

import { expect, test } from 'vitest';
import { embeddedModelHtml } from '../../../client/src/markdown/html.ts';
import type { EmbeddedModel } from '../../../protocol/markdown/embeddedModel.ts';

const bare: EmbeddedModel = { lines: [], problems: [], graph: null };
const hostile = '</code><img src="x" onerror=\'alert(1)\'>&';

test('the source is text content, and the numbers are attributes', () => {
  const annotation = { line: 0, value: '  2', gradient: '  ∂  4', update: '', isStale: false };
  const words = [
    { text: 'param', kind: 'keyword' as const },
    { text: ' x = 2', kind: null },
  ];
  const html = embeddedModelHtml(
    {
      ...bare,
      lines: [
        { spans: words, decoration: annotation },
        { spans: [], decoration: null },
      ],
    },
    ' data-line="3"',
  );
  expect(html).toContain(
    '<pre><code data-line="3"><span class="backprop-statement"><span class="hljs-keyword">param</span> x = 2' +
      '<span class="backprop-value" data-text="  2"></span><span class="backprop-gradient" data-text="  ∂  4"></span></span>\n' +
      '</code></pre>',
  );
});

test('the mark of an expectation that does not hold has a class of its own', () => {
  const decoration = { line: 0, value: '  ✗', isFailure: true as const, gradient: '', update: '', isStale: false };
  const html = embeddedModelHtml({ ...bare, lines: [{ spans: [], decoration }] }, '');
  expect(html).toContain('<span class="backprop-failure" data-text="  ✗"></span>');
});

test('HTML in the source is escaped', () => {
  const annotation = { line: 0, value: hostile, gradient: hostile, update: hostile, isStale: false };
  const html = embeddedModelHtml(
    {
      lines: [{ spans: [{ text: hostile, kind: 'string' }], decoration: annotation }],
      problems: [{ severity: 'error', message: hostile }],
      graph: {
        structure: {
          nodes: [],
          groups: [],
          wires: [],
          objectiveName: hostile,
          collapseState: { isCollapsed: null, except: [] },
          notice: null,
        },
        numbers: { nodes: [], wires: [] },
      },
    },
    '',
    { hostile },
  );
  expect(html).not.toContain('<img');
  expect(html.match(/<\/code>/g)).toHaveLength(1);
  expect(
    Array.from(html.matchAll(/<[^>]*>/g), ([tag]) => tag).filter(
      (tag) => !/^<\/?(div|pre|code|span|ul|li)( (class|data-\w+)="[^"]*")*>$/.test(tag),
    ),
  ).toEqual([]);
});
