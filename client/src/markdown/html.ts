/**
 * A model in a preview as HTML. Only the source is text, so that copying yields it unchanged; numbers are drawn by
 * CSS.
 */

import type { Translations } from '../../../protocol/editor/translations.ts';
import type {
  EmbeddedLine,
  EmbeddedModel,
  EmbeddedProblem,
  HighlightedSpan,
  SpanKind,
} from '../../../protocol/markdown/embeddedModel.ts';

/** Classes of VS Code's preview for highlighted code. */
const highlightClasses: Readonly<Record<SpanKind, string>> = {
  comment: 'hljs-comment',
  keyword: 'hljs-keyword',
  number: 'hljs-number',
  string: 'hljs-string',
  function: 'hljs-built_in',
};

/**
 * @param attributes the attributes of the code element, with its line in the document, by which editor and preview
 * scroll together.
 * @param translations texts below the graph, included once per document.
 */
export function embeddedModelHtml(
  { lines, problems, graph }: EmbeddedModel,
  attributes: string,
  translations?: Translations | undefined,
): string {
  const code = lines.map(lineHtml).join('\n');
  return [
    '<div class="backprop-block">',
    `<pre><code${attributes}>${code}</code></pre>`,
    problems.length > 0 ? `<ul class="backprop-problems">${problems.map(problemHtml).join('')}</ul>` : '',
    graph
      ? `<div class="backprop-graph"${dataAttribute('graph', graph)}${translations ? dataAttribute('translations', translations) : ''}></div>`
      : '',
    '</div>\n',
  ].join('');
}

function lineHtml({ spans, decoration }: EmbeddedLine): string {
  const text = spans.map(spanHtml).join('');
  if (decoration === null) return text;
  const { value, isFailure, gradient, update } = decoration;
  const valueColumn = isFailure ? 'failure' : 'value';
  const numbers = [numberHtml(valueColumn, value), numberHtml('gradient', gradient), numberHtml('update', update)];
  return `<span class="backprop-statement">${text}${numbers.join('')}</span>`;
}

function spanHtml({ text, kind }: HighlightedSpan): string {
  return kind ? `<span class="${highlightClasses[kind]}">${escapeHtml(text)}</span>` : escapeHtml(text);
}

/** Attribute content is visible and read aloud, but neither selected nor copied. */
function numberHtml(column: string, text: string): string {
  return text === '' ? '' : `<span class="backprop-${column}" data-text="${escapeHtml(text)}"></span>`;
}

function problemHtml({ severity, message }: EmbeddedProblem): string {
  return `<li class="backprop-${severity}">${escapeHtml(message)}</li>`;
}

function dataAttribute(name: string, value: object): string {
  return ` data-${name}="${escapeHtml(JSON.stringify(value))}"`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character]);
}
