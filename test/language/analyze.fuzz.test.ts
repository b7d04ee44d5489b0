/** Any text yields a tree, a program and problems with valid ranges, and never an exception. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { problemTable } from '../../server/src/language/problems/problems.ts';
import { isDefinition, isValueDefinition, rangeIn } from '../../server/src/language/syntax/ast.ts';
import { parse } from '../../server/src/language/syntax/parser/parse.ts';
import { scan } from '../../server/src/language/syntax/scanner.ts';
import type { Tree } from '../../server/src/language/syntax/tree/tree.ts';
import { Lines } from '../../server/src/language/text/lines.ts';
import { evaluated } from '../support/models/evaluated.ts';
import { fuzzedTexts, sampleModels } from '../support/models/fuzzedTexts.ts';
import { generatedCases } from '../support/setup/thorough.ts';

const runs = generatedCases(2_000);

test('tokens cover the text in order, except whitespace and comments', () => {
  fc.assert(
    fc.property(fuzzedTexts, (text) => {
      const tokens = scan(text);
      let at = 0;
      for (let i = 0; i < tokens.length; i++) {
        expect(tokens.start(i)).toBeGreaterThanOrEqual(at);
        expect(text.slice(at, tokens.start(i))).toMatch(/^(?:[ \t\v\f\u00a0\ufeff]|#[^\r\n]*|\r\n|\r|\n)*$/);
        at = tokens.end(i);
      }
      expect(tokens.kind(tokens.length - 1)).toBe('end');
      expect(at).toBe(text.length);
    }),
    runs,
  );
});

test('the tree is in post-order, and ranges nest', () => {
  fc.assert(
    fc.property(fuzzedTexts, (text) => {
      const { tree } = parse(text);
      expectPostOrder(tree);
      let end = 0;
      for (const statement of tree.statements) {
        expect(statement.start).toBeGreaterThanOrEqual(end);
        expect(statement.end).toBeGreaterThan(statement.start);
        end = statement.end;
        if (isDefinition(statement)) expect(rangeIn(statement, statement.value).end).toBeLessThanOrEqual(statement.end);
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
    runs,
  );
});

test('problems are in order, within the text and one sentence each', () => {
  fc.assert(
    fc.property(fuzzedTexts, (text) => {
      const { problems } = evaluated(text);
      let last = 0;
      for (const { code, severity, start, end, message } of problems) {
        expect(problemTable[code].severity).toBe(severity);
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(message).toMatch(/^[^\r\n]+$/);
        expect(message).not.toMatch(/undefined|\[object|(?<!')''(?!')/);
        last = start;
      }
    }),
    runs,
  );
});

test('every statement of a text without errors has a value', () => {
  for (const model of sampleModels) expect(evaluated(model).problems).toEqual([]);
  fc.assert(
    fc.property(fuzzedTexts, (text) => {
      const { problems, tree, model } = evaluated(text);
      if (problems.some(({ severity, code }) => severity === 'error' && code !== 'expectation-failed')) return;
      for (const statement of tree.statements) {
        if (isValueDefinition(statement)) expect(model.statementNodes[statement.id]).toBeGreaterThanOrEqual(0);
      }
      expect(model.expectations).toHaveLength(tree.statements.filter(({ kind }) => kind === 'expect').length);
    }),
    runs,
  );
});

test('offsets and positions convert into each other', () => {
  fc.assert(
    fc.property(fuzzedTexts, fc.nat(), (text, at) => {
      const lines = new Lines(text);
      const offset = at % (text.length + 1);
      // A cursor is never inside a line break.
      fc.pre(text.slice(offset - 1, offset + 1) !== '\r\n');
      const position = lines.positionAt(offset);
      expect(lines.offsetAt(position)).toBe(offset);
      expect(position.line).toBeLessThan(lines.count);
      expect(lines.line(position.line)).toBe(text.split(/\r\n|\r|\n/)[position.line]);
    }),
    runs,
  );
});

function expectPostOrder(tree: Tree): void {
  const expressions = tree.expressions.map((_, index) => tree.expressionAt(index));
  for (const [index, located] of expressions.entries()) {
    const { localIndex, localFirst } = located.expression;
    expect(located.index).toBe(index);
    expect(located.expression).toBe(tree.expressions[index]);
    expect(localFirst).toBeLessThanOrEqual(localIndex);
    const { start, end } = located.range;
    expect(end).toBeGreaterThan(start);
    for (const { range } of expressions.slice(index - localIndex + localFirst, index)) {
      expect(range.start).toBeGreaterThanOrEqual(start);
      expect(range.end).toBeLessThanOrEqual(end);
    }
  }
}
