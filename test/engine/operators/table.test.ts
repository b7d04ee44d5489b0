/** Invariants of every row of the operator table. */

import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../server/src/engine/ir/operatorCodes.ts';
import * as activations from '../../../server/src/engine/operators/elementwise/activations.ts';
import {
  callableNames,
  operatorBySymbol,
  operators,
  operatorsByCall,
} from '../../../server/src/engine/operators/table.ts';

const userOperators = operators.filter(({ symbol, call }) => symbol || call);

describe.each(userOperators.map((operator) => [operator.name, operator] as const))('%s', (_, operator) => {
  test('is documented in one sentence', () => {
    expect(operator.doc).toMatch(/^[^\n]+\.$/);
  });

  test('has an example that uses it', () => {
    const spellings = [operator.symbol?.text, operator.call && `${operator.call.name}(`];
    expect(spellings.some((spelling) => spelling && operator.example?.includes(spelling))).toBe(true);
  });

  test('describes its gradient', () => {
    expect(operator.gradientDoc).toMatch(/^[a-z][^\n]+[^.]$/);
  });

  test('is found by its name or symbol', () => {
    const { symbol, call } = operator;
    if (symbol) expect(operatorBySymbol(symbol.kind, symbol.text)).toBe(operator);
    if (call) expect(operatorsByCall(call.name)).toContain(operator);
  });

  test('names each operand it differentiates', () => {
    const { call, symbol, vjp } = operator;
    if (symbol) expect(vjp).toHaveLength(symbol.kind === 'infix' ? 2 : 1);
    if (!call) return;
    expect(call.parameters.filter(({ kind }) => kind.startsWith('operand'))).toHaveLength(vjp.length);
    expect(new Set(call.parameters.map(({ name }) => name)).size).toBe(call.parameters.length);
  });
});

test('every row has one list of intervals and one rule per operand', () => {
  for (const { name, sampleIntervals: intervals, vjp } of operators) expect(intervals, name).toHaveLength(vjp.length);
});

test('no two rows share a name or a symbol', () => {
  expect(new Set(operators.map(({ name }) => name)).size).toBe(operators.length);
  const symbols = operators.flatMap(({ symbol }) => (symbol ? [`${symbol.kind} ${symbol.text}`] : []));
  expect(new Set(symbols).size).toBe(symbols.length);
});

test('operators of the same name differ in operand count', () => {
  for (const name of callableNames()) {
    const arities = operatorsByCall(name).map(({ vjp }) => vjp.length);
    expect(new Set(arities).size, name).toBe(arities.length);
  }
});

test('an index in the table fits into one byte', () => {
  expect(operators.map(codeOf)).toEqual(operators.map((_, code) => code));
  expect(operators.length).toBeLessThanOrEqual(256);
});

test('unknown names find no operator', () => {
  expect(operatorBySymbol('infix', '~')).toBeUndefined();
  expect(operatorBySymbol('prefix', '+')).toBeUndefined();
  expect(operatorsByCall('toString')).toEqual([]);
});

test('the callable names are listed once each', () => {
  const names = operators.flatMap(({ call }) => (call ? [call.name] : []));
  expect(callableNames().toSorted()).toEqual([...new Set(names)].sort());
});

test('every row among the activations is marked as one', () => {
  for (const { name, isActivation } of Object.values(activations)) expect(isActivation, name).toBe(true);
});

const inactive = operators.flatMap((operator) =>
  operator.kind === 'elementwise' && operator.inactivity ? [[operator.name, operator] as const] : [],
);

test.each(inactive)('%s has the slope that its inactivity states', (_, { forward, inactivity, vjp }) => {
  expect(vjp).toHaveLength(1);
  const [value, step] = [(x: number): number => forward(x, 0, 0), 1e-5];
  const slope = (x: number): number => (value(x + step) - value(x - step)) / (2 * step);
  const saturation = inactivity?.kind === 'saturated' ? inactivity : undefined;
  for (const x of [-9, -2, -0.5, 0.25, 1, 8]) {
    if (saturation) expect(saturation.slopeAt(value(x))).toBeCloseTo(slope(x), 8);
    else expect(slope(x) === 0).toBe(x < 0);
  }
  if (saturation) expect(saturation.slopeAt(value(0))).toBe(saturation.maxSlope);
});
