/** The scanner of definitions finds what the parser finds. */

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { DefinitionTable } from '../../../server/src/files/workspace/definitionTable.ts';
import { NameQuery } from '../../../server/src/files/workspace/nameQuery.ts';
import { noFiles } from '../../../server/src/language/names/modules/files.ts';
import { loadModule } from '../../../server/src/language/names/modules/loadModule.ts';
import { fileSymbols } from '../../../server/src/language/names/references/symbols.ts';

const examples = new URL('../../../examples/', import.meta.url);
const exampleTexts = readdirSync(examples, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.bp'))
  .map((name): [string, string] => [name, readFileSync(new URL(name, examples), 'utf8')]);

const texts: readonly (readonly [name: string, text: string])[] = [
  ...exampleTexts,
  [
    'every kind of statement',
    'const a = 1\nparam w = 2\nparam V[2, 3] ~ normal()\ndata X = [1]\nloss L = w\ny = w\nfn f(x) = x\n',
  ],
  [
    'random nodes',
    'eps[size(X, 0), [2][0]] ~ normal()\nu~uniform()\nmask [3] ~ bernoulli(0.5)\nx ~= 3\na[2\nb ~ normal()',
  ],
  [
    'a recurrence',
    'h[0] = 1\nfor t in 1..4 {\n  e ~ normal()\n  h[t] = h[t - 1] + e\n  for s in 1..2 {\n    k[s] = h[t - 1]\n  }\n}\ny = h[4]',
  ],
  [
    'a recurrence in a function',
    'fn f(x) {\n  h[0] = x\n  for t in 1..3 {\n    h[t] = 2 * h[t - 1]\n  }\n  z = 1\n  return h[3]\n}\ny = f(1)',
  ],
  ['a function with a body', 'fn f(x, y = 2) {\n  param w = 1\n  z = [x,\n    y]\n  return z\n}\nq = f(1)'],
  ['a comparison, and an argument, at the start of a line', 'a = (1\n== 2)\nb = f(\n  c = 3)\nd = 1'],
  ['an unclosed bracket', 'a = (1\nb = 2\nc = [1,\n2\nparam d = 1\n'],
  ['brackets in strings and comments', 'import "a(.bp"\nb = 1 # (\nimport "\\"["\nc = 2\ndata e = csv("(")\n f = 1'],
  ['an unclosed string', 'a = "(\nb = 2'],
  ['indented statements', '  a = 1\n\tb = 2\n  param c = 3'],
  ['names of other scripts', 'θ = 1\n사과 = 2\nparam 𝑥 = 1\nx̄ = 2\na·b = 3\n  loss Ω_1 = 4'],
  ['words that begin like keywords', 'losses = 1\nfnord = 2\nparam constant = 3\nimported = 1'],
  ['CRLF and CR', 'a = 1\r\nb = (1\r\n  + 2)\rc = 3\r\rd = 4'],
  ['a byte order mark', '\ufeffa = 1\nb = 2'],
  ['empty lines and comments', '\n# x = 1\n\n  # y = 2\na = 1\n'],
  ['statements without definitions', 'expect a ≈ 1\ntrain sgd(lr = 1)\nreturn x\nwithin = 2\n= 3\nx == 4\n7 = 2'],
];

test.each(texts)('the definitions of %s are those of the parser', (_, text) => {
  const definitions = [...scanned(text).find(new NameQuery(''))];
  const module = loadModule(text.replace('\ufeff', ''), noFiles);
  const parsed = fileSymbols(module)
    .all.filter(({ enclosingFunction, statement }) => !enclosingFunction && statement.kind !== 'broken')
    // Only its block can use the variable.
    .filter(({ role }) => role !== 'variable')
    .map(({ name, role, range }) => {
      const { line, character } = module.lines.positionAt(range.start);
      return { name, role, line, column: character };
    });
  const isBroken = module.tree.statements.some(({ kind }) => kind === 'broken');
  const parsedLines = new Set(parsed.map(({ line }) => line));
  expect(definitions.filter(({ line }) => !isBroken || parsedLines.has(line))).toEqual(parsed);
});

test('the imports are found as they are written', () => {
  const text = 'import "a.bp"\n  import   "../b c.bp" # import "no.bp"\nimport "q\\"\\\\"\nimport x\nimport "open\n';
  expect(scanned(text).imports).toEqual(['a.bp', '../b c.bp', 'q"\\']);
});

test('names and paths over the limits of the language are left out', () => {
  const table = scanned(`${'a'.repeat(10_001)} = 1\nb = 2\nimport "${'c'.repeat(10_000)}"\nimport "d.bp"`);
  expect([...table.find(new NameQuery(''))].map(({ name }) => name)).toEqual(['b']);
  expect(table.imports).toEqual(['d.bp']);
});

test('millions of definitions are kept as numbers', () => {
  const line = 'x = 1\n';
  const table = scanned(line.repeat(1_000_000));
  expect(table.byteLength).toBe(14_000_000);
  expect([...table.find(new NameQuery('x'))].at(-1)).toEqual({ name: 'x', role: 'node', line: 999_999, column: 0 });
});

function scanned(text: string): DefinitionTable {
  return runToCompletion(DefinitionTable.scan(new TextEncoder().encode(text), 1_000));
}
