/** A model embedded in another document: highlighted lines, numbers, problems and graph. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../protocol/editor/settings.ts';
import { embeddedModelOf } from '../../../server/src/features/markdown/embeddedModel.ts';
import { highlightedLines } from '../../../server/src/features/markdown/highlightedSpans.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { evaluated } from '../../support/models/evaluated.ts';
import { fuzzedTexts, sampleModels } from '../../support/models/fuzzedTexts.ts';

const [lesson] = sampleModels;

/** Each line with its decoration. */
function linesOf(text: string): readonly string[] {
  return embeddedModelOf(evaluated(text), defaultSettings).lines.map(({ spans: words, decoration: annotation }) => {
    const { value = '', gradient = '', update = '' } = annotation ?? {};
    return [...words.map((word) => word.text), value, gradient, update].join('').replaceAll('\u00a0', ' ');
  });
}

test('numbers are shown in columns after the lines', () => {
  expect(linesOf(lesson).slice(1, 9)).toEqual([
    'param x = -2                −2  ∂   16  x → −2.16',
    'param y = 5                  5  ∂   16  y → 4.84',
    'param z = -4                −4  ∂  −12  z → −3.88',
    'const target = -10         −10',
    '',
    'q = x + y                    3  ∂   16',
    'f = q * z                  −12  ∂   −4',
    'loss L = (target - f)^2      4  ∂    1',
  ]);
});

test('each token is highlighted by its type', () => {
  const text = 'param w = relu(2.5)  # half\ndata d = csv("a.csv")';
  const marked = highlightedLines(text).map((words) =>
    words.map(({ text: word, kind }) => (kind ? `<${kind} ${word}>` : word)).join(''),
  );
  expect(marked).toEqual([
    '<keyword param> w = <function relu>(<number 2.5>)  <comment # half>',
    '<keyword data> d = <function csv>(<string "a.csv">)',
  ]);
});

test('highlighted tokens add up to the text', () => {
  fc.assert(
    fc.property(fuzzedTexts, (text) => {
      const lines = highlightedLines(text).map((words) => words.map((word) => word.text).join(''));
      expect(lines).toEqual(text.split(/\r\n|\r|\n/));
    }),
  );
});

test('a broken model reports problems by line, keeps other numbers, and has no graph', () => {
  const { lines, problems, graph } = embeddedModelOf(evaluated('param x = 2\nloss L = xx^2'), defaultSettings);
  expect(problems).toEqual([{ severity: 'error', message: "Error on line 2: 'xx' is not defined; did you mean 'x'?" }]);
  expect(lines.map(({ decoration: annotation }) => annotation?.value.trim())).toEqual(['2', undefined]);
  expect(graph).toBeNull();
});

test('a model without numbers still has a graph', () => {
  const { lines, graph } = embeddedModelOf(analyze(lesson), defaultSettings);
  expect(lines.every(({ decoration: annotation }) => annotation === null)).toBe(true);
  expect(graph?.structure.objectiveName).toBe('L');
});

test('a model without wires has no graph', () => {
  expect(embeddedModelOf(evaluated('param x = 2'), defaultSettings).graph).toBeNull();
});
