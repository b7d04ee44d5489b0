/** Rename: edits in all files, and reasons for refusal. */

import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import {
  computeRename,
  type FileRename,
  isRandomNodeName,
  isRandomParamName,
} from '../../../server/src/features/editing/rename.ts';
import { referenceAt } from '../../../server/src/features/navigation/definition.ts';
import type { ModuleFile } from '../../../server/src/files/workspace/moduleFile.ts';
import { isLibrary } from '../../../server/src/language/names/modules/loadModule.ts';
import { referencesIn } from '../../../server/src/language/names/references/references.ts';
import { fileSymbols, type NamedSymbol } from '../../../server/src/language/names/references/symbols.ts';
import { isRefusal } from '../../../server/src/language/problems/refusal.ts';
import { applyEdits } from '../../../server/src/language/text/edits.ts';
import type { EvaluatedSnapshot } from '../../../server/src/snapshot/snapshot.ts';
import { joinFiles, type ModelFiles, modelFiles, readModels, type Texts } from '../../support/fixtures/modelFiles.ts';
import { evaluated } from '../../support/models/evaluated.ts';
import { exampleFiles } from '../../support/models/exampleFiles.ts';
import { sampleModels } from '../../support/models/fuzzedTexts.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';
import { library, modelTexts } from '../../support/models/randomModels.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

/** The fixture after renaming the name at the cursor, or the reason for refusal. */
async function renamed(fixture: string, to: string): Promise<string> {
  const workspace = modelFiles(fixture);
  const mention = referenceAt(workspace.file.module, workspace.offset);
  return mention ? renamedTo(workspace, mention.symbol, to) : 'nothing here has a name';
}

async function renamedTo({ files, file, services }: ModelFiles, named: NamedSymbol, to: string): Promise<string> {
  const written = await computeRename(file, named, to, services);
  return isRefusal(written) ? written.refusal : joinFiles(Object.entries(textsAfter(files, written)));
}

function textsAfter(files: readonly ModuleFile[], written: readonly FileRename[]): Texts {
  const edits = new Map(written.map((changed) => [changed.file, changed.edits]));
  return Object.fromEntries(files.map((file) => [file.path, applyEdits(file.module.text, edits.get(file) ?? [])]));
}

describe('rename', () => {
  test.each<[what: string, before: string, to: string, after: string]>([
    [
      'a node, also in gradients, but not in comments',
      'param x = 2\nq = x^2 # q\nloss L = $0q\ng = ∂L/∂q + grad(L, q)',
      'r',
      'param x = 2\nr = x^2 # q\nloss L = r\ng = ∂L/∂r + grad(L, r)',
    ],
    [
      'a statement whose params are trained',
      '$0net = dense([[1]], 2)\nloss L = sum(net)\ntrain sgd() for net, net.b',
      'h',
      'h = dense([[1]], 2)\nloss L = sum(h)\ntrain sgd() for h, h.b',
    ],
    ['a value to the name of an operator', '$0a = 1\nb = a + mean([a])', 'mean', 'mean = 1\nb = mean + mean([mean])'],
    ['a value to the name of a function', 'fn f(x) = x\n$0a = 1\nb = f(a)', 'f', 'fn f(x) = x\nf = 1\nb = f(f)'],
    ['a value to a name in another script', '$0a = 1\r\nb = a + a\r\n', '사과', '사과 = 1\r\nb = 사과 + 사과\r\n'],
    ['a value after wide characters', 'b = 1\n𝛼 = b\nc = 𝛼 + $0b # 𝛼', 'μ', 'μ = 1\n𝛼 = μ\nc = 𝛼 + μ # 𝛼'],
    [
      'a parameter and its keyword arguments',
      'fn f(x, $0by) = x * by\na = f(1, by = 2)',
      'k',
      'fn f(x, k) = x * k\na = f(1, k = 2)',
    ],
    [
      'a recurrence with its initial step',
      'h[0] = 1\nfor t in 1..3 {\n  h[t] = $0h[t - 1] / t\n}\nb = h[3]',
      'state',
      'state[0] = 1\nfor t in 1..3 {\n  state[t] = state[t - 1] / t\n}\nb = state[3]',
    ],
    [
      'the variable of one block',
      'for t in 0..3 {\n  a[t] = t\n}\nfor t in 0..3 {\n  b[t] = $0t^2 + a[t]\n}',
      'k',
      'for t in 0..3 {\n  a[t] = t\n}\nfor k in 0..3 {\n  b[k] = k^2 + a[k]\n}',
    ],
    [
      'a statement that owns params',
      'h = dense([[1, 2]], 1)\nk = $0h + sum(h.W)',
      'net',
      'net = dense([[1, 2]], 1)\nk = net + sum(net.W)',
    ],
    [
      'a statement with two calls, at a member of the second',
      'h = dense([[1, 2]], 1) + dense([[3, 4]], 1)\nk = sum($0h_2.W)',
      'net',
      'net = dense([[1, 2]], 1) + dense([[3, 4]], 1)\nk = sum(net_2.W)',
    ],
    [
      'a function, also in the files that import it',
      '--- layers.bp\nfn scaled(x) = 2 * x\n--- model.bp\nimport "layers.bp"\ny = $0scaled(1)',
      'doubled',
      '--- layers.bp\nfn doubled(x) = 2 * x\n--- model.bp\nimport "layers.bp"\ny = doubled(1)',
    ],
    [
      'a param of a function, also as a member in another file',
      '--- layers.bp\nfn layer(x) {\n  param $0W = 1\n  return x * W\n}\n--- model.bp\nimport "layers.bp"\nh = layer(1)\ny = h.W',
      'V',
      '--- layers.bp\nfn layer(x) {\n  param V = 1\n  return x * V\n}\n--- model.bp\nimport "layers.bp"\nh = layer(1)\ny = h.V',
    ],
    ['a value in a file with errors', '$0a = 1\nb = a + \nc = a * missing', 'z', 'z = 1\nb = z + \nc = z * missing'],
    ['nothing if the name stays the same', '$0a = 1\nb = a', 'a', 'a = 1\nb = a'],
  ])('changes %s', async (_, before, to, after) => {
    expect(await renamed(before, to)).toBe(after);
  });
});

describe('rename', () => {
  test.each<[what: string, before: string, to: string, refusal: string]>([
    [
      'that would replace a counter of training',
      'const $0a = 1\ntrain sgd(lr = a / (step + 1))',
      'step',
      "In model.bp, line 2, 'step' would refer to something else. Choose another name.",
    ],
    ['that is a keyword', '$0a = 1', 'loss', "'loss' is a keyword and can't be used as a name. Choose another name."],
    [
      'that starts with a digit',
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
      'that ends with a blank',
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
      'that is a parameter of the same function',
      'fn f(x) {\n  $0a = x\n  return a\n}',
      'x',
      "'x' is already the name of the parameter on line 1. Choose another name.",
    ],
    [
      'that would be shadowed in a function body',
      'const k = 2\nfn f(x) {\n  a = x * $0k\n  return a\n}',
      'a',
      "In model.bp, line 3, 'a' would refer to something else. Choose another name.",
    ],
    [
      'that would shadow a name of the file',
      'const k = 2\nfn f($0x) = x * k',
      'k',
      "In model.bp, line 2, 'k' would refer to something else. Choose another name.",
    ],
    [
      'that would shadow an operator called below',
      'fn $0f(x) = x\ny = f(relu(1))',
      'relu',
      "In model.bp, line 2, 'relu' would refer to something else. Choose another name.",
    ],
    [
      'that an importing file has from another import',
      '--- a.bp\nconst $0one = 1\n--- b.bp\nconst two = 2\n--- model.bp\nimport "b.bp"\nimport "a.bp"\ny = two',
      'two',
      "In model.bp, line 3, 'two' would refer to something else. Choose another name.",
    ],
    [
      'that means the transpose as a member',
      'fn f(x) {\n  param $0W = 1\n  return x * W\n}\nh = f(1)\ny = h.W',
      'T',
      "In model.bp, line 6, 'T' would refer to something else. Choose another name.",
    ],
    [
      'that equals the numbered name of a call',
      'h = dense([[1, 2]], 1) + dense([[1, 2]], 1)\n$0q = sum(h_2.W)\nk = sum(h_2.b)',
      'h_2',
      "In model.bp, line 2, 'h_2' would refer to something else. Choose another name.",
    ],
    [
      'that is reserved for a built-in',
      'fn $0f(x) = x',
      'csv',
      "Renaming would cause an error in model.bp, line 1: 'csv' is reserved for the built-in csv(…) and can't name a function",
    ],
    [
      'while errors prevent the check of an importing file',
      '--- a.bp\nconst $0one = 1\nb = (\n--- model.bp\nimport "a.bp"\ny = one',
      'two',
      "model.bp imports this file and can't be checked because of the error on line 2: expected ')' to close this '('. Fix it first.",
    ],
  ])('refuses a name %s', async (_, before, to, refusal) => {
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
  ])('finds no name to rename in %s', async (fixture) => {
    expect(await renamed(fixture, 'q')).toBe('nothing here has a name');
  });
});

/** A name that no model contains. */
const fresh = 'ŷ_fresh';

/** Two names instead of a thousand, as each rename is evaluated. */
const fewSamples = { ...exampleFiles, 'names.txt': 'emma\nolivia\n' };

describe('renaming back and forth', () => {
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
      generatedCases(200),
    );
  }, 60_000);
});

/** @param at offset of the name in model.bp. */
async function expectRoundTrip(texts: Texts, name: string, at: number): Promise<void> {
  const there = await textsWith(texts, at, fresh);
  const back = await textsWith(
    there,
    referencesIn(readModels(there, 'model.bp').file.module).all.find((mention) => mention.symbol.name === fresh)!.start,
    name,
  );
  expect(back).toEqual(texts);
  const [before, after] = [texts, there].map((each) =>
    evaluated(each['model.bp'], filesOf({ ...fewSamples, ...each })),
  );
  expect(after.module.problems.map(({ code }) => code)).toEqual(before.module.problems.map(({ code }) => code));
  if (!isRandomParamName(before, name) && !isRandomNodeName(before, name))
    expect(numbersOf(after)).toEqual(numbersOf(before));
}

async function textsWith(texts: Texts, at: number, to: string): Promise<Texts> {
  const { files, file, services } = readModels(texts, 'model.bp');
  const written = await computeRename(file, referencesIn(file.module).at(at)!.symbol, to, services);
  if (isRefusal(written)) throw new Error(written.refusal);
  return textsAfter(files, written);
}

/** All numbers of the forward and the backward pass. */
function numbersOf({ model, evaluation }: EvaluatedSnapshot): readonly (readonly number[])[] {
  return Array.from({ length: model.program.length }, (_, node) => [
    ...elementsOf(model.program, evaluation.values, node),
  ]);
}
