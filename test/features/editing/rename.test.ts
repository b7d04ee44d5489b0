/** Rename: edits in all files, and reasons for refusal. */

import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { computeRename, type FileRename, isRandomParamName } from '../../../server/src/features/editing/rename.ts';
import { referenceAt } from '../../../server/src/features/navigation/definition.ts';
import type { ModelFile } from '../../../server/src/files/modelFile.ts';
import { isLibrary } from '../../../server/src/language/names/loadModule.ts';
import { referencesIn } from '../../../server/src/language/names/references.ts';
import { fileSymbols, type NamedSymbol } from '../../../server/src/language/names/symbols.ts';
import { applyEdits } from '../../../server/src/language/text/edits.ts';
import type { Evaluated } from '../../../server/src/snapshot/snapshot.ts';
import { isRefusal } from '../../../server/src/trainingJobs/refusal.ts';
import { joinFiles, type ModelFiles, modelFiles, readModels, type Texts } from '../../support/fixtures/modelFiles.ts';
import { evaluated } from '../../support/models/evaluated.ts';
import { sampleModels } from '../../support/models/fuzzedTexts.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';
import { library, modelTexts } from '../../support/models/randomModels.ts';

/** What becomes of a fixture when the name under the cursor is another one, or why not. */
async function renamed(fixture: string, to: string): Promise<string> {
  const workspace = modelFiles(fixture);
  const mention = referenceAt(workspace.file.module, workspace.offset);
  return mention ? renamedTo(workspace, mention.symbol, to) : 'nothing here has a name';
}

async function renamedTo({ files, file, server }: ModelFiles, named: NamedSymbol, to: string): Promise<string> {
  const written = await computeRename(file, named, to, server);
  return isRefusal(written) ? written.refusal : joinFiles(Object.entries(textsAfter(files, written)));
}

function textsAfter(files: readonly ModelFile[], written: readonly FileRename[]): Texts {
  const edits = new Map(written.map((changed) => [changed.file, changed.edits]));
  return Object.fromEntries(files.map((file) => [file.path, applyEdits(file.module.text, edits.get(file) ?? [])]));
}

describe('a new name', () => {
  test.each<[what: string, before: string, to: string, after: string]>([
    [
      'for a node, also in gradients, and not in comments',
      'param x = 2\nq = x^2 # q\nloss L = $0q\ng = ∂L/∂q + grad(L, q)',
      'r',
      'param x = 2\nr = x^2 # q\nloss L = r\ng = ∂L/∂r + grad(L, r)',
    ],
    ['that is an operator, for a value', '$0a = 1\nb = a + mean([a])', 'mean', 'mean = 1\nb = mean + mean([mean])'],
    ['that a function has, for a value', 'fn f(x) = x\n$0a = 1\nb = f(a)', 'f', 'fn f(x) = x\nf = 1\nb = f(f)'],
    ['in any script', '$0a = 1\r\nb = a + a\r\n', '사과', '사과 = 1\r\nb = 사과 + 사과\r\n'],
    ['behind what is wide', 'b = 1\n𝛼 = b\nc = 𝛼 + $0b # 𝛼', 'μ', 'μ = 1\n𝛼 = μ\nc = 𝛼 + μ # 𝛼'],
    [
      'for a parameter, by keyword too',
      'fn f(x, $0by) = x * by\na = f(1, by = 2)',
      'k',
      'fn f(x, k) = x * k\na = f(1, k = 2)',
    ],
    [
      'for the statement whose calls are counted',
      'h = dense([[1, 2]], 1)\nk = $0h + sum(h.W)',
      'net',
      'net = dense([[1, 2]], 1)\nk = net + sum(net.W)',
    ],
    [
      'for one of two calls in a statement',
      'h = dense([[1, 2]], 1) + dense([[3, 4]], 1)\nk = sum($0h_2.W)',
      'net',
      'net = dense([[1, 2]], 1) + dense([[3, 4]], 1)\nk = sum(net_2.W)',
    ],
    [
      'for a function, in the files that import it',
      '--- layers.bp\nfn scaled(x) = 2 * x\n--- model.bp\nimport "layers.bp"\ny = $0scaled(1)',
      'doubled',
      '--- layers.bp\nfn doubled(x) = 2 * x\n--- model.bp\nimport "layers.bp"\ny = doubled(1)',
    ],
    [
      'for a param of a function, where another file names it',
      '--- layers.bp\nfn layer(x) {\n  param $0W = 1\n  return x * W\n}\n--- model.bp\nimport "layers.bp"\nh = layer(1)\ny = h.W',
      'V',
      '--- layers.bp\nfn layer(x) {\n  param V = 1\n  return x * V\n}\n--- model.bp\nimport "layers.bp"\nh = layer(1)\ny = h.V',
    ],
    ['in a file with errors', '$0a = 1\nb = a + \nc = a * missing', 'z', 'z = 1\nb = z + \nc = z * missing'],
    ['that it has already', '$0a = 1\nb = a', 'a', 'a = 1\nb = a'],
  ])('%s', async (_, before, to, after) => {
    expect(await renamed(before, to)).toBe(after);
  });
});

describe('refuses invalid new names', () => {
  test.each<[what: string, before: string, to: string, refusal: string]>([
    ['that is a keyword', '$0a = 1', 'loss', "'loss' is a keyword and can't be used as a name. Choose another name."],
    [
      'that is none',
      '$0a = 1',
      '2a',
      "'2a' is not a valid name. Use letters, digits and '_', and don't start with a digit.",
    ],
    [
      'that is empty',
      '$0a = 1',
      '',
      "'' is not a valid name. Use letters, digits and '_', and don't start with a digit.",
    ],
    [
      'with a blank at its end',
      '$0a = 1',
      'b ',
      "'b ' is not a valid name. Use letters, digits and '_', and don't start with a digit.",
    ],
    [
      'that another value has',
      '$0a = 1\nb = a\nq = 2',
      'q',
      "'q' is already the name of the node on line 3. Choose another name.",
    ],
    [
      'that another function has',
      'fn f(x) = x\nfn $0g(x) = x',
      'f',
      "'f' is already the name of the function on line 1. Choose another name.",
    ],
    [
      'that is a parameter beside it',
      'fn f(x) {\n  $0a = x\n  return a\n}',
      'x',
      "'x' is already the name of the parameter on line 1. Choose another name.",
    ],
    [
      'that a name of the body hides',
      'const k = 2\nfn f(x) {\n  a = x * $0k\n  return a\n}',
      'a',
      "In model.bp, line 3, 'a' would refer to something else. Choose another name.",
    ],
    [
      'that hides a name of the file',
      'const k = 2\nfn f($0x) = x * k',
      'k',
      "In model.bp, line 2, 'k' would refer to something else. Choose another name.",
    ],
    [
      'of an operator that is called below',
      'fn $0f(x) = x\ny = f(relu(1))',
      'relu',
      "In model.bp, line 2, 'relu' would refer to something else. Choose another name.",
    ],
    [
      'of what an importing file takes from elsewhere',
      '--- a.bp\nconst $0one = 1\n--- b.bp\nconst two = 2\n--- model.bp\nimport "b.bp"\nimport "a.bp"\ny = two',
      'two',
      "In model.bp, line 3, 'two' would refer to something else. Choose another name.",
    ],
    [
      'that stands for a transpose as a member',
      'fn f(x) {\n  param $0W = 1\n  return x * W\n}\nh = f(1)\ny = h.W',
      'T',
      "In model.bp, line 6, 'T' would refer to something else. Choose another name.",
    ],
    [
      'that counts a call',
      'h = dense([[1, 2]], 1) + dense([[1, 2]], 1)\n$0q = sum(h_2.W)\nk = sum(h_2.b)',
      'h_2',
      "In model.bp, line 2, 'h_2' would refer to something else. Choose another name.",
    ],
    [
      'with a meaning of its own',
      'fn $0f(x) = x',
      'csv',
      "Renaming would cause an error in model.bp, line 1: 'csv' is reserved for the built-in csv(…) and can't name a function",
    ],
    [
      'while a file that imports it can not read it',
      '--- a.bp\nconst $0one = 1\nb = (\n--- model.bp\nimport "a.bp"\ny = one',
      'two',
      "model.bp imports this file and can't be checked because of the error on line 2: expected ')' to close this '('. Fix it first.",
    ],
  ])('%s', async (_, before, to, refusal) => {
    expect(await renamed(before, to)).toBe(refusal);
  });

  test.each([
    ['y = re$0lu(1)'],
    ['$0param x = 1'],
    ['y = $0dense([[1]], 2)'],
    ['h = dense([[1]], 2)\ny = h.$0W'],
    ['# $0x\nx = 1'],
    ['y = [$01]'],
    ['y = sum([1], $0axis = 0)'],
  ])('for what no file defines: %s', async (fixture) => {
    expect(await renamed(fixture, 'q')).toBe('nothing here has a name');
  });
});

/** In no model. */
const fresh = 'ŷ_fresh';

const samples = Object.fromEntries(
  globSync('examples/*.csv').map((path) => [basename(path), readFileSync(path, 'utf8')]),
);

describe('renaming there and back', () => {
  test('restores numbers and text for every name of every example', async () => {
    const examples = globSync('examples/*.bp').map((path) => readFileSync(path, 'utf8'));
    for (const text of [...examples, ...sampleModels]) {
      const texts = { 'model.bp': text };
      for (const { name, range: reference } of fileSymbols(readModels(texts, 'model.bp').file.module).all)
        await expectRoundTrip(texts, name, reference.start);
    }
  }, 60_000);

  test('restores numbers and text for any name of a random model', async () => {
    await fc.assert(
      fc.asyncProperty(modelTexts, fc.nat(), async (text, choice) => {
        const texts = { ...library, 'model.bp': text };
        const mentions = referencesIn(readModels(texts, 'model.bp').file.module).all;
        const mention = mentions[choice % mentions.length];
        if (!isLibrary(mention.symbol.module)) await expectRoundTrip(texts, mention.symbol.name, mention.start);
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

/** @param at where the name stands in model.bp. */
async function expectRoundTrip(texts: Texts, name: string, at: number): Promise<void> {
  const there = await textsWith(texts, at, fresh);
  const back = await textsWith(
    there,
    referencesIn(readModels(there, 'model.bp').file.module).all.find((mention) => mention.symbol.name === fresh)!.start,
    name,
  );
  expect(back).toEqual(texts);
  const [before, after] = [texts, there].map((each) => evaluated(each['model.bp'], filesOf({ ...samples, ...each })));
  expect(after.module.problems.map(({ code }) => code)).toEqual(before.module.problems.map(({ code }) => code));
  if (!isRandomParamName(before, name)) expect(numbersOf(after)).toEqual(numbersOf(before));
}

async function textsWith(texts: Texts, at: number, to: string): Promise<Texts> {
  const { files, file, server } = readModels(texts, 'model.bp');
  const written = await computeRename(file, referencesIn(file.module).at(at)!.symbol, to, server);
  if (isRefusal(written)) throw new Error(written.refusal);
  return textsAfter(files, written);
}

/** All numbers of the forward and the backward pass; what is drawn by another name is other numbers. */
function numbersOf({ model, evaluation }: Evaluated): readonly (readonly number[])[] {
  return Array.from({ length: model.program.length }, (_, node) => [
    ...elementsOf(model.program, evaluation.values, node),
  ]);
}
