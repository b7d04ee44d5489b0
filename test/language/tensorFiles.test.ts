/** Params, consts and data whose values are tensors of files. */

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeSafetensors } from '../../server/src/data/safetensors.ts';
import { analyze, type EvaluatedSnapshot } from '../../server/src/snapshot/snapshot.ts';
import { redrawProblems } from '../support/fixtures/annotatedText.ts';
import { expectUnchanged } from '../support/fixtures/fixture.ts';
import { archiveOf } from '../support/models/archive.ts';
import { npyFile } from '../support/models/arrayFiles.ts';
import { evaluated, runIfPossible, valuesOf } from '../support/models/evaluated.ts';
import { filesOf } from '../support/models/memoryFiles.ts';
import { tensorFile } from '../support/models/tensorFile.ts';

const single = writeSafetensors(new Map([['only', { shape: [2], values: Float64Array.of(7, 8) }]]));
const files = filesOf({
  'init.safetensors': tensorFile,
  'single.safetensors': single,
  'damaged.safetensors': tensorFile.subarray(0, -3),
  'X.npy': npyFile('<f8', [2, 3], new Uint8Array(Float64Array.of(1, 2, 3, 4, 5, 6).buffer)),
  'images.gz': gzipSync(Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255)),
  'cut.gz': gzipSync(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 9, 1)).subarray(0, -4),
  labels: Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 3, 9),
  'data.npz': archiveOf([
    { name: 'x.npy', content: npyFile('|u1', [2, 3], Uint8Array.of(1, 2, 3, 4, 5, 6)), isDeflated: true },
    { name: 'y.npy', content: npyFile('|i1', [2], Uint8Array.of(7, 255)) },
    { name: 'z.npy', content: npyFile('<c8', [1], new Uint8Array(8)) },
  ]),
  'short.npy': npyFile('<i4', [2, 3], new Uint8Array(20)),
  'complex.npy': npyFile('<c16', [1], new Uint8Array(16)),
  'layers.bp': 'const b = safetensors("init.safetensors", "b")\nfn shift(x) = x + b',
  'broken.bp': 'const b = safetensors("init.safetensors", "c")',
});

describe('a tensor of a file', () => {
  test('is the value of a param, a const or data', () => {
    const snapshot = evaluated(
      `data X = safetensors("init.safetensors", "W")
const b = safetensors("init.safetensors", name = "b")
param scale = safetensors("init.safetensors", "scale")
loss L = sum(scale * X + b)
dW = ∂L/∂scale`,
      files,
    );
    expect(snapshot.problems).toEqual([]);
    expect(valuesOf(snapshot, 'L')).toEqual([2 * 21 + 120]);
    expect(valuesOf(snapshot, 'dW')).toEqual([21]);
    expect(snapshot.model.data.map(({ name }) => name)).toEqual(['X']);
    expect(snapshot.model.paramsOutsideText.map(({ name }) => name)).toEqual(['scale']);
  });

  test('needs no name if the file has one', () => {
    const snapshot = evaluated('param w = safetensors("single.safetensors")\nloss L = sum(w)', files);
    expect(snapshot.problems).toEqual([]);
    expect(valuesOf(snapshot, 'L')).toEqual([15]);
  });

  test('is replaced by the learned value of a param', () => {
    const learnedParams = new Map([['w', { shape: [2], values: Float64Array.of(1, 2) }]]);
    const snapshot = analyze('param w = safetensors("single.safetensors")\nloss L = sum(w)', 0, {
      files,
      learnedParams,
    });
    expect(snapshot.model.params.map(({ isLearned }) => isLearned)).toEqual([true]);
    expect(valuesOf(runIfPossible(snapshot) as EvaluatedSnapshot, 'L')).toEqual([3]);
    const { problems } = analyze('param w = safetensors("init.safetensors", "b")', 0, { files, learnedParams });
    expect(problems.map(({ code }) => code)).toContain('learned-params-mismatch');
  });

  test('may be a const of an import', () => {
    const snapshot = evaluated('import "layers.bp"\na = b\nh = shift([1, 2, 3])', files);
    expect(snapshot.problems).toEqual([]);
    expect(valuesOf(snapshot, 'h')).toEqual([11, 22, 33]);
    expect(evaluated('import "broken.bp"', files).problems.map(({ message }) => message)).toEqual([
      "broken.bp has an error on line 1: init.safetensors has no tensor 'c'; its tensors are W, b, scale",
    ]);
  });

  test('that is missing, damaged or of another shape is a problem where it is named', () => {
    const fixture = `
param a = safetensors("init.safetensors", "w")
                                          ^^^ error not-in-file: init.safetensors has no tensor 'w'; its tensors are W, b, scale
param c = safetensors("init.safetensors")
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error not-in-file: init.safetensors has 3 tensors; write the name of one: W, b, scale
const d = safetensors("none.safetensors", "w")
                      ^^^^^^^^^^^^^^^^^^ error cannot-read-file: there is no file none.safetensors
data X = safetensors("damaged.safetensors", "w")
                     ^^^^^^^^^^^^^^^^^^^^^ error cannot-read-file: damaged.safetensors can't be read: the file ends inside 'scale'; save it again
data Y = safetensors("init.safetensors", "scale")
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error data-without-samples: data must have a samples axis, but Y is a scalar; write [Y₁, Y₂, …]
param e = safetensors("init.safetensors", 3)
                                          ^ error invalid-file-arguments: safetensors takes a file and the name of a tensor, which may be left out if there is one: safetensors("init.safetensors", "wte")
f = 1 + safetensors("init.safetensors", "W")
        ^^^^^^^^^^^ error misplaced-file: safetensors(…) must be the whole value of a param, const or data statement, as in param X = safetensors("init.safetensors")
fn g(x) {
  param w = safetensors("init.safetensors", "W")
            ^^^^^^^^^^^ error misplaced-file: a function can't contain safetensors(…); read the file above it, as in param X = safetensors("init.safetensors")
  return w
}
param W = safetensors("init.safetensors", "W")
h = [1, 2, 3] @ W
    ^^^^^^^^^^^^^ error shape-mismatch: matmul [3] @ [2, 3]: 3 ≠ 2; W must have as many rows as the left side has columns, 3; W.T would fit in place of W`;
    expectUnchanged(fixture, (text) => redrawProblems(text, files));
  });

  test('of NumPy needs no name', () => {
    const snapshot = evaluated(
      `data X = npy("X.npy")
param W = npy("X.npy")
const C = npy("X.npy")
loss L = sum(W * X + C)
dW = ∂L/∂W`,
      files,
    );
    expect(snapshot.problems).toEqual([]);
    expect(valuesOf(snapshot, 'L')).toEqual([91 + 21]);
    expect(valuesOf(snapshot, 'dW')).toEqual([1, 2, 3, 4, 5, 6]);
    const fixture = `
data A = npy("missing.npy")
             ^^^^^^^^^^^^^ error cannot-read-file: there is no file missing.npy
data B = npy("init.safetensors")
             ^^^^^^^^^^^^^^^^^^ error cannot-read-file: init.safetensors can't be read: it does not begin as .npy files do; save it again
data C = npy("short.npy")
             ^^^^^^^^^^^ error cannot-read-file: short.npy can't be read: the file ends before the last of its 6 numbers; save it again
data D = npy("complex.npy")
             ^^^^^^^^^^^^^ error cannot-read-file: complex.npy has an array of type c16, which is not one of real numbers; convert it, as in a.astype(float)
data E = npy("X.npy", "a")
         ^^^^^^^^^^^^^^^^^ error invalid-file-arguments: npy takes a file: npy("X.npy")
g = npy("X.npy") + 1
    ^^^ error misplaced-file: npy(…) must be the whole value of a data, param or const statement, as in data X = npy("X.npy")`;
    expectUnchanged(fixture, (text) => redrawProblems(text, files));
  });

  test('of IDX files, compressed or not, needs no name', () => {
    const snapshot = evaluated('data X = idx("images.gz")\ndata y = idx("labels")\nh = sum(X) + y', files);
    expect(snapshot.problems).toEqual([]);
    expect(valuesOf(snapshot, 'h')).toEqual([273, 279]);
    const fixture = `
data A = idx("X.npy")
             ^^^^^^^ error cannot-read-file: X.npy can't be read: it does not begin as IDX files do; save it again
data B = idx("cut.gz")
             ^^^^^^^^ error cannot-read-file: cut.gz can't be read: its compressed data ends too soon; save it again
data C = idx("missing")
             ^^^^^^^^^ error cannot-read-file: there is no file missing
const D = 2 * idx("labels")
              ^^^ error misplaced-file: idx(…) must be the whole value of a data, param or const statement, as in data X = idx("train-images-idx3-ubyte.gz")
param E = idx("labels", name = "x")
          ^^^^^^^^^^^^^^^^^^^^^^^^^ error invalid-file-arguments: idx takes a file: idx("train-images-idx3-ubyte.gz")`;
    expectUnchanged(fixture, (text) => redrawProblems(text, files));
  });

  test('of an archive of NumPy has a name', () => {
    const snapshot = evaluated(
      'data X = npz("data.npz", "x")\nconst y = npz("data.npz", name = "y")\ns = sum(X)',
      files,
    );
    expect(snapshot.problems).toEqual([]);
    expect(valuesOf(snapshot, 's')).toEqual([21]);
    expect(valuesOf(snapshot, 'y')).toEqual([7, -1]);
    const fixture = `
data A = npz("data.npz")
         ^^^^^^^^^^^^^^^ error not-in-file: data.npz has 3 tensors; write the name of one: x, y, z
data B = npz("data.npz", "X")
                         ^^^ error not-in-file: data.npz has no tensor 'X'; its tensors are x, y, z
data C = npz("data.npz", "z")
             ^^^^^^^^^^ error cannot-read-file: 'z' of data.npz has an array of type c8, which is not one of real numbers; convert it, as in a.astype(float)
data D = npz("X.npy", "x")
             ^^^^^^^ error cannot-read-file: X.npy can't be read: it is not an .npz file, or its end is missing; save it again
param E = npz("data.npz", 1)
                          ^ error invalid-file-arguments: npz takes a file and the name of an array, which may be left out if there is one: npz("data.npz", "x")`;
    expectUnchanged(fixture, (text) => redrawProblems(text, files));
  });
});
