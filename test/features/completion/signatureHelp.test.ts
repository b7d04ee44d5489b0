/** Signature help during typing: the active parameter is marked with arrows. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callableNames, operatorsByCall } from '../../../server/src/engine/operators/table.ts';
import { initializers } from '../../../server/src/engine/training/initializers.ts';
import { optimizers } from '../../../server/src/engine/training/optimizers.ts';
import { signatureHelpAt } from '../../../server/src/features/completion/signatureHelp.ts';
import { withCursor } from '../../support/fixtures/fixture.ts';
import { evaluatedIfPossible } from '../../support/models/evaluated.ts';

function helpAt(marked: string) {
  const { text, offset } = withCursor(marked);
  return signatureHelpAt(evaluatedIfPossible(text), offset);
}

/** `sum(→x←, axis = …, keep = …)`: the active signature with its active parameter. */
function shownAt(marked: string): string | undefined {
  const help = helpAt(marked);
  if (help === null) return undefined;
  const { label, parameters = [] } = help.signatures[help.activeSignature!]!;
  const active = help.activeParameter === null ? undefined : parameters[help.activeParameter!];
  if (active === undefined) return label;
  const [start, end] = active.label as [number, number];
  return `${label.slice(0, start)}→${label.slice(start, end)}←${label.slice(end)}`;
}

describe('signature help', () => {
  test.each([
    ['y = relu($0', 'relu(→x←)'],
    ['y = relu($0)', 'relu(→x←)'],
    ['y = rel$0u(1)', undefined],
    ['y = relu(1)$0', undefined],
    ['y = leaky_relu(1, $0', 'leaky_relu(x, →slope = 0.01←)'],
    ['y = leaky_relu(slope = $0', 'leaky_relu(x, →slope = 0.01←)'],
    ['y = sum($0', 'sum(→x←, axis = …, keep = …)'],
    ['y = sum([1, $02])', 'sum(→x←, axis = …, keep = …)'],
    ['y = sum((1 + $02))', 'sum(→x←, axis = …, keep = …)'],
    ['y = sum(1, keep = $0', 'sum(x, axis = …, →keep = …←)'],
    ['y = sum(mse(1, $0), axis = 0)', 'mse(prediction, →target←, reduction = "mean")'],
    ['y = sum(mse(1, 2), $0', 'sum(x, →axis = …←, keep = …)'],
    ['y = sum(\n  1,\n  $0', 'sum(x, →axis = …←, keep = …)'],
    ['y = relu(1, 2, $0', 'relu(x)'],
    ['y = relu(other = $0', 'relu(x)'],
    ['y = mse(1, 2, reduction = "m$0")', 'mse(prediction, target, →reduction = "mean"←)'],
    ['y = (1 + $0', undefined],
    ['y = unknown($0', undefined],
    ['y = relu(1) # relu($0', undefined],
    ['fn f($0', undefined],
    ['fn f(a = relu($0', 'relu(→x←)'],
  ])('for %j is %s', (marked, shown) => {
    expect(shownAt(marked)).toBe(shown);
  });

  test.each([
    ['y = max($0', 'max(→a←, b)'],
    ['y = max(1, $0', 'max(a, →b←)'],
    ['y = max([1, 2], axis = $0', 'max(x, →axis = …←, keep = …)'],
    ['y = max(axis = 0, $0', 'max(→x←, axis = …, keep = …)'],
  ])('selects the overload that fits the arguments: %s', (marked, shown) => {
    expect(helpAt(marked)!.signatures.map(({ label }) => label)).toEqual(['max(a, b)', 'max(x, axis = …, keep = …)']);
    expect(shownAt(marked)).toBe(shown);
  });

  test.each([
    ['train sgd($0', /^sgd\(→lr = 0\.01←, momentum = 0, /],
    ['train adam(lr = 1, epochs = $0', /^adam\(.*, →epochs = …←, /],
    ['eps[2] ~ uniform(0, $0', /^uniform\(low = 0, →high = 1←\)/],
    ['param W[2] ~ normal(0, $0', /^normal\(mean = 0, →std = 1←\)$/],
    ['param W = safetensors("a.safetensors", $0', /^safetensors\("init\.safetensors", →"wte"←\)$/],
    ['const X = npy($0', /^npy\(→"X\.npy"←\)$/],
    ['const X = npz("a.npz", $0', /^npz\("data\.npz", →"x"←\)$/],
    ['data X = idx($0', /^idx\(→"train-images-idx3-ubyte\.gz"←\)$/],
    ['data X = csv($0', /^csv\(→"samples\.csv"←, columns = \["a", "b"\], classes = \["b"\]\)$/],
    ['data X = csv("a.csv", columns = ["$0', /^csv\("samples\.csv", →columns = \["a", "b"\]←, classes = \["b"\]\)$/],
    ['y = grad($0', /^grad\(→L←, x\)$/],
    ['y = dense(1, $0', /^dense\(x, →n←\)$/],
  ])('covers optimizers, initializers, readers and library functions: %s', (marked, shown) => {
    expect(shownAt(marked)).toMatch(shown);
  });

  test('covers a function of the file, with the comment above it', () => {
    const marked = '# Twice its value.\nfn twice(value, by = 1 + 1) = by * value\ny = twice($0';
    expect(shownAt(marked)).toBe('twice(→value←, by = 1 + 1)');
    expect(helpAt(marked)!.signatures[0]!.documentation).toEqual({ kind: 'markdown', value: 'Twice its value.' });
    // Before the function is defined, its name refers to the operator.
    expect(shownAt('y = relu($0)\nfn relu(other) = other')).toBe('relu(→x←)');
  });
});

test('every callable operator has signature help with its docs', () => {
  for (const name of callableNames()) {
    const { signatures } = helpAt(`y = ${name}($0`)!;
    const docs = signatures.map(({ documentation }) => JSON.stringify(documentation)).join('\n');
    for (const { doc } of operatorsByCall(name)) expect(docs).toContain(JSON.stringify(doc).slice(1, -1));
    expect(signatures.length).toBe(operatorsByCall(name).length);
  }
});

test('every setting of an optimizer and of an initializer is explained', () => {
  const calls = [
    ...optimizers.map(({ name }) => `train ${name}($0`),
    ...initializers.map(({ name }) => `param W[2, 2] ~ ${name}($0`),
  ];
  for (const call of calls) {
    const { parameters } = helpAt(call)!.signatures[0]!;
    expect(parameters!.every(({ documentation }) => typeof documentation === 'string')).toBe(true);
  }
});

test('labels parameters by offsets into the signature', () => {
  fc.assert(
    fc.property(fc.constantFrom(...callableNames()), (name) => {
      for (const { label, parameters = [] } of helpAt(`y = ${name}($0`)!.signatures) {
        const shown = parameters.map(({ label: range }) => label.slice(...(range as [number, number])));
        expect(label).toBe(`${name}(${shown.join(', ')})`);
      }
    }),
  );
});

test('signature help ends at braces inside a call', () => {
  expect(helpAt('fn f(x) {\n  y = sum({\n  }, $0\n}')).toBeNull();
});
