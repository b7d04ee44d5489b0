/** References by name: marks surround all references to the symbol at the cursor. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCounterName } from '../../../server/src/engine/training/counters.ts';
import { loadModule } from '../../../server/src/language/names/modules/loadModule.ts';
import type { Module } from '../../../server/src/language/names/modules/module.ts';
import { type Reference, referencesIn } from '../../../server/src/language/names/references/references.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';
import { mark, parseMarked } from '../../support/fixtures/markedText.ts';
import { fuzzedTexts, sampleModels } from '../../support/models/fuzzedTexts.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';
import { library, modelTexts } from '../../support/models/randomModels.ts';

const files = filesOf(library);

function read(text: string): Module {
  return loadModule(text, files);
}

const fixtures: Record<string, string> = {
  'a param': `
param «x» = 2
y = «$0x» + «x»^2
loss L = y`,

  'a definition': `
param «q$0» = 2
loss L = «q»^2`,

  'names in gradients': `
param «x» = 2
loss L = «x»^2
g = ∂L/∂«x$0» + grad(L, «x») + ∂(2 * «x»)/∂«x»`,

  'a function but not a value of the same name': `
fn «mean»(x) = x
mean = «$0mean»(2)
y = mean + «mean»(mean)`,

  'a value but not a function of the same name': `
fn mean(x) = x
«mean» = mean(2)
y = «mean$0» + mean(«mean»)`,

  'a function but not the operator of the same name': `
a = relu(2)
fn «relu»(x) = x
b = «$0relu»(2)`,

  'a parameter, also by keyword': `
fn scaled(x, «by» = 2) = x * «$0by»
by = 3
a = scaled(1, «by» = by)`,

  'a value that a parameter shadows': `
param «x» = 1
fn f(x) = x^2
loss L = f(x = «$0x»)`,

  'a name defined in a body': `
a = 1
fn f(x) {
  «a» = x^2
  b = «a$0» * 2
  return «a» + b
}
c = a`,

  'a name of the file used in a body': `
const «k» = 1
fn f(x) {
  a = x * «$0k»
  return a + «k»
}
c = f(«k»)`,

  'a param created by a call': `
fn layer(x, n) {
  param «W»[size(x, -1), n] ~ zeros()
  return x @ «W»
}
fn net(x) {
  h = layer(x, 2)
  return sum(h) + sum(h.«W»)
}
data X = [[1, 2], [3, 4]]
a = layer(X, 1) + layer(X, 1)
n = net(X)
loss L = sum(a.«$0W») + sum(a_2.«W») + sum(n.h . «W») + n`,

  'a calling statement, also with a number': `
data X = [[1, 2], [3, 4]]
«a» = dense(X, 1) + dense(X, 1) + dense(X, 1)
a_2 = 1
loss L = sum(«$0a».W) + sum(a_2) + sum(«a»_3.b) + sum(«a»_4.W)`,

  'a statement named like a numbered call': `
data X = [[1, 2], [3, 4]]
a = dense(X, 1)
«a_2» = dense(X, 1)
loss L = sum(a.W) + sum(«$0a_2».W)`,

  'a calling statement in a body': `
fn net(x) {
  «h» = dense(dense(x, 2), 1)
  return «h» + sum(«h».W)
}
n = net([[1, 2]])
loss L = sum(n.«h».W) + sum(n.«h$0»_2.b) + sum(n)`,

  'a name in a file with errors': `
param «x» = 2
y = «x» + 
z = «x$0» + missing + 1 2
loss L = («x»
w = «x»`,

  'a name without a value': `
param «x» =
y = «$0x» + 1`,

  'a name defined twice': `
«x» = 2
y = «x$0»
«x» = 3
z = «x»`,

  'a name used before its definition': `
y = «$0x»
«x» = 2`,

  'a name that is not ASCII': `
param «ŷ» = 2
𝛼 = «ŷ» * 2
loss L = («$0ŷ» - 𝛼)^2 # ŷ stays`,

  'a const in train and expect statements': `
const «η» = 0.1
param x = 2
loss L = x
train sgd(lr = «η$0»)
expect «η» ≈ 0.1 within «η»`,
};

describe('the references to the symbol at the cursor', () => {
  test.each(Object.entries(fixtures))('are found for %s', (_, fixture) => {
    expectUnchanged(fixture, (marked) => {
      const { text, offset } = parseMarked(marked);
      const mentions = referencesIn(read(text));
      const mention = mentions.at(offset);
      return mark({ text, offset }, mention ? mentions.of(mention.symbol) : []);
    });
  });
});

test("a name from another file resolves to that file's definition", () => {
  const { text, offset } = parseMarked('import "library.bp"\ny = squ$0ashed(x = half)');
  const { symbol: named } = referencesIn(read(text)).at(offset)!;
  expect([named.module.name, named.role, named.name]).toEqual(['library.bp', 'fn', 'squashed']);
  const names = referencesIn(read(text)).all.map((mention) => `${mention.symbol.module.name} ${mention.symbol.name}`);
  expect(names).toEqual([' y', 'library.bp squashed', 'library.bp x', 'library.bp half']);
});

test('every name of every model resolves to one definition', () => {
  for (const text of sampleModels) {
    const module = read(text);
    const { all } = referencesIn(module);
    for (const index of module.tree.expressions.keys()) {
      const { expression, range } = module.tree.expressionAt(index);
      if (expression.kind !== 'name' || isCounterName(expression.name)) continue;
      const mention = all.find(({ start }) => start === range.start);
      expect(mention, expression.name).toMatchObject({ end: range.end, symbol: { name: expression.name } });
    }
    for (const mention of all) expect(definitionsOf(module, mention)).toHaveLength(1);
  }
});

function definitionsOf(module: Module, { symbol: named }: Reference): readonly Reference[] {
  const own = referencesIn(named.module);
  if (named.module !== module) expect(referencesIn(module).of(named).length).toBeGreaterThan(0);
  return own.of(named).filter(({ isDefinition }) => isDefinition);
}

test('references are names in text order in any text', () => {
  fc.assert(
    fc.property(fc.oneof(fuzzedTexts, modelTexts), (text) => {
      let end = 0;
      for (const mention of referencesIn(read(text)).all) {
        expect(mention.start).toBeGreaterThanOrEqual(end);
        expect(text.slice(mention.start, mention.end)).toBe(mention.symbol.name);
        end = mention.end;
      }
    }),
    { numRuns: 300 },
  );
});

test('members resolve to the params that calls created', () => {
  const text = sampleModels.at(-2)!;
  const { all } = referencesIn(read(text));
  const members = all.filter(
    ({ symbol: named, statement }) => named.enclosingFunction && named.role === 'param' && statement.kind !== 'fn',
  );
  const named = members.map(
    ({ start, end, symbol: named }) => `${text.slice(start, end)} of ${named.enclosingFunction!.name.name}`,
  );
  expect(named.filter((name) => !name.includes('dense'))).not.toEqual([]);
  expect(named).toMatchInlineSnapshot(`
    [
      "W of layer",
      "gain of layer",
      "W of layer",
      "gain of layer",
      "gain of layer",
      "gain of layer",
      "b of dense",
      "W of dense",
      "b of dense",
      "W of dense",
      "W of dense",
    ]
  `);
});
