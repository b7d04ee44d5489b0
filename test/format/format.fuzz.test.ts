/** Formatting preserves meaning to the last bit and all comments, and is idempotent. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDocument } from '../../server/src/format/format.ts';
import { formatAfterKey, triggerCharacters } from '../../server/src/format/formatOnType.ts';
import { formatRange } from '../../server/src/format/formatRange.ts';
import type { FormatStyle } from '../../server/src/format/style.ts';
import { parse } from '../../server/src/language/syntax/parser/parse.ts';
import { scan } from '../../server/src/language/syntax/scanner.ts';
import type { Edit } from '../../server/src/language/text/edits.ts';
import { applyEdits } from '../../server/src/language/text/edits.ts';
import { evaluatedIfPossible } from '../support/models/evaluated.ts';
import { fuzzedTexts, sampleModels } from '../support/models/fuzzedTexts.ts';
import { filesOf } from '../support/models/memoryFiles.ts';
import { applyTextEdit, textEdits } from '../support/models/randomEdits.ts';
import { library, modelTexts } from '../support/models/randomModels.ts';
import { reformatText } from '../support/models/reformatText.ts';
import { generatedCases } from '../support/setup/thorough.ts';

const style: fc.Arbitrary<FormatStyle> = fc.record({
  tabSize: fc.integer({ min: 1, max: 8 }),
  insertSpaces: fc.boolean(),
});
const choices = fc.array(fc.nat(40), { minLength: 1, maxLength: 60 });
const newline = fc.constantFrom('\n', '\n', '\r\n', '\r');

/** Valid models in a careless layout, some of them edited once or twice, and texts that are rarely models. */
const careless: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.oneof(modelTexts, fc.constantFrom(...sampleModels)), choices, newline)
      .map(([text, choices, newline]) => reformatText(text, choices).replaceAll('\n', newline)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(modelTexts, choices, textEdits)
      .map(([text, choices, edits]) => edits.slice(0, 2).reduce(applyTextEdit, reformatText(text, choices))),
  },
  { weight: 1, arbitrary: fuzzedTexts },
);

test('formatting preserves meaning and is idempotent', () => {
  fc.assert(
    fc.property(careless, style, (text, style) => {
      const edits = formatDocument(text, style);
      expect(edits).toEqual(inOrder(edits));
      const formatted = applyEdits(text, edits);
      expect(formatDocument(formatted, style)).toEqual([]);
      expect(tokensOf(formatted)).toEqual(tokensOf(text));
      expect(commentsOf(formatted)).toEqual(commentsOf(text));
      expect(treeOf(formatted)).toBe(treeOf(text));
      expect(brokenOf(formatted)).toEqual(brokenOf(text));
    }),
    generatedCases(5_000),
  );
});

test('formatting preserves numbers to the last bit', () => {
  fc.assert(
    fc.property(careless, style, (text, style) => {
      const formatted = applyEdits(text, formatDocument(text, style));
      expect(numbersOf(formatted)).toEqual(numbersOf(text));
    }),
    generatedCases(600),
  );
});

test('a range is formatted like the whole text and keeps its meaning', () => {
  fc.assert(
    fc.property(careless, style, fc.nat(), fc.nat(), (text, style, a, b) => {
      const [start, end] = [a % (text.length + 1), b % (text.length + 1)].sort((a, b) => a - b);
      const edits = formatRange(text, { start, end }, style);
      expect(formatDocument(text, style)).toEqual(expect.arrayContaining(edits));
      const formatted = applyEdits(text, edits);
      expect(tokensOf(formatted)).toEqual(tokensOf(text));
      expect(treeOf(formatted)).toBe(treeOf(text));
      const everything = formatRange(text, { start: 0, end: text.length }, style);
      expect(everything).toEqual(formatDocument(text, style));
    }),
    generatedCases(400),
  );
});

test('edits on type are ordered and inside the text', () => {
  fc.assert(
    fc.property(careless, style, fc.nat(), fc.constantFrom(...triggerCharacters), (text, style, offset, key) => {
      const at = offset % (text.length + 1);
      const typed = text.slice(0, at) + key + text.slice(at);
      const edits = formatAfterKey(typed, key, at + 1, style);
      expect(edits).toEqual(inOrder(edits));
      const solid = (text: string): string => text.replace(/\s/g, '');
      expect(solid(applyEdits(typed, edits))).toBe(solid(typed));
    }),
    generatedCases(1_000),
  );
});

/** Edits in order that touch each other at most. */
function inOrder(edits: readonly Edit[]): Edit[] {
  return edits.filter(({ start, end }, i) => start <= end && (i === 0 || start >= edits[i - 1].end));
}

/** The tokens, with one line break where there are several. */
function tokensOf(text: string): string[] {
  const tokens = scan(text);
  const found: string[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const isBreak = tokens.kind(index) === 'newline' || tokens.kind(index) === 'end';
    if (!isBreak) found.push(`${tokens.kind(index)} ${tokens.text(index)}`);
    else if (found.length > 0 && found.at(-1) !== 'newline') found.push('newline');
  }
  return found;
}

/** The text between the tokens that is not blank. */
function commentsOf(text: string): string[] {
  const tokens = scan(text);
  const comments: string[] = [];
  for (let at = 0, end = 0; at < tokens.length; end = tokens.end(at++)) {
    const lines = text.slice(end, tokens.start(at)).split(/[\r\n]+/);
    comments.push(...lines.map((line) => line.replaceAll('\ufeff', '').trim()).filter((line) => line !== ''));
  }
  return comments;
}

const positionKeys = new Set(['start', 'end', 'offset', 'length', 'baseOffset']);

/** The tree without its offsets in the text, and the problems in it, as JSON: strings are compared faster than objects. */
function treeOf(text: string): string {
  const { tree, problems } = parse(text);
  return JSON.stringify(
    {
      statements: tree.statements,
      expressions: tree.expressions.map(({ kind, localFirst }) => [kind, localFirst]),
      problems,
    },
    (key, value) => (positionKeys.has(key) ? undefined : value),
    1,
  );
}

/** The source texts of the statements with problems. */
function brokenOf(text: string): string[] {
  const { statements, parsedStatements } = parse(text).tree;
  return statements
    .filter((_, index) => parsedStatements[index].problems.length > 0)
    .map(({ start, end }) => text.slice(start, end));
}

function numbersOf(text: string) {
  const { model, evaluation, problems } = evaluatedIfPossible(text, filesOf(library));
  const { program } = model;
  return {
    values: evaluation && Array.from(new BigInt64Array(evaluation.values.data.buffer.slice(0))),
    nodes: program.length,
    objective: model.objective?.label,
    problems: problems.map(({ code }) => code),
  };
}
