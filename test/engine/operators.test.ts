/** What every row of the operator table owes its readers. */

import { describe, expect, test } from 'vitest';
import type { Operator, Syntax } from '../../server/src/engine/operator.ts';
import { callableNames, codeOf, operatorByCall, operatorBySymbol, operators } from '../../server/src/engine/ops.ts';

const written = operators.filter(({ syntax }) => syntax !== undefined);

describe.each(written.map((operator) => [operator.name, operator] as const))('%s', (_, operator) => {
  test('is documented in one sentence', () => {
    expect(operator.doc).toMatch(/^[^\n]+\.$/);
  });

  test('has an example that uses it', () => {
    expect(operator.example).toContain(spelling(operator.syntax!));
  });

  test('tells what it does to the gradient', () => {
    expect(operator.localRule).toMatch(/^[a-z][^\n]+[^.]$/);
  });

  test('is found by what a user writes', () => {
    expect(found(operator.syntax!)).toBe(operator);
  });

  test('names each operand it differentiates', () => {
    const { syntax } = operator;
    if (syntax?.kind !== 'call') return expect(operator.vjp).toHaveLength(syntax?.kind === 'infix' ? 2 : 1);
    const operands = syntax.parameters.filter(({ kind }) => kind === 'operand');
    expect(operands).toHaveLength(operator.vjp.length);
    expect(new Set(syntax.parameters.map(({ name }) => name)).size).toBe(syntax.parameters.length);
  });
});

test('every row has one domain and one rule an operand', () => {
  for (const { name, domain, vjp } of operators) expect(domain, name).toHaveLength(vjp.length);
});

test('no two rows share a name or a spelling', () => {
  expect(new Set(operators.map(({ name }) => name)).size).toBe(operators.length);
  expect(new Set(written.map(({ syntax }) => `${syntax!.kind} ${spelling(syntax!)}`)).size).toBe(written.length);
});

test('a place in the table fits into one byte', () => {
  expect(operators.map(codeOf)).toEqual(operators.map((_, code) => code));
  expect(operators.length).toBeLessThanOrEqual(256);
});

test('what is not in the table is not found', () => {
  expect(operatorBySymbol('infix', '~')).toBeUndefined();
  expect(operatorBySymbol('prefix', '+')).toBeUndefined();
  expect(operatorByCall('toString')).toBeUndefined();
});

test('the callable names are those that can be called', () => {
  const calls = written.filter(({ syntax }) => syntax!.kind === 'call');
  expect(callableNames().toSorted()).toEqual(calls.map(({ syntax }) => spelling(syntax!)).toSorted());
});

function spelling(syntax: Syntax): string {
  return syntax.kind === 'call' ? syntax.call : syntax.symbol;
}

function found(syntax: Syntax): Operator | undefined {
  return syntax.kind === 'call' ? operatorByCall(syntax.call) : operatorBySymbol(syntax.kind, syntax.symbol);
}
