/** Text files as indices of tokens: Python reads the same files, and what can't be read is a sentence. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileSettings } from '../../server/src/data/formats/fileFunction.ts';
import { text } from '../../server/src/data/formats/textFunction.ts';
import { isFileFailure, type Samples } from '../../server/src/data/samples.ts';
import { formatQuantity } from '../../server/src/display/quantity.ts';
import { vocabularyOf } from '../../server/src/engine/operators/tokens.ts';
import { runToCompletion } from '../../server/src/engine/runtime/slices.ts';
import { emptyContext } from '../../server/src/language/lowering/context.ts';
import { nodeAt } from '../../server/src/language/lowering/model.ts';
import type { Files } from '../../server/src/language/names/modules/files.ts';
import { statementAnnotationsOf } from '../../server/src/snapshot/annotations/statementAnnotations.ts';
import { analyze } from '../../server/src/snapshot/snapshot.ts';
import { noProgress } from '../../server/src/snapshot/training/trainingProgress.ts';
import { createTrainingJob, requestFrom } from '../../server/src/training/createTrainingJob.ts';
import { evaluated, valuesOf } from '../support/models/evaluated.ts';
import { contentOf, filesOf } from '../support/models/memoryFiles.ts';
import { isPytorchRequired, runPython } from '../support/oracles/python.ts';

const unlimited = Number.POSITIVE_INFINITY;

function read(content: string | Uint8Array, settings: FileSettings = {}, maxElements = unlimited) {
  return runToCompletion(text.read(contentOf(content), settings, maxElements));
}

function samplesOf(content: string, settings?: FileSettings): Samples {
  const samples = read(content, settings);
  if (isFileFailure(samples)) throw new Error(samples.reason('a.txt'));
  return samples;
}

function rowsOf({ shape: [rows, width], values }: Samples): number[][] {
  return Array.from({ length: rows }, (_, row) => [...values.subarray(row * width, (row + 1) * width)]);
}

function reasonOf(content: string | Uint8Array, settings?: FileSettings, maxElements?: number): string {
  const samples = read(content, settings, maxElements);
  return isFileFailure(samples) ? samples.reason('a.txt') : '';
}

test('a line is its characters between boundary tokens, padded with −1', () => {
  const names = samplesOf('ba\nc\n');
  expect(names.vocabulary).toEqual(['a', 'b', 'c', '']);
  expect(rowsOf(names)).toEqual([
    [3, 1, 0, 3],
    [3, 2, 3, -1],
  ]);
  expect(rowsOf(samplesOf('ba\nc\n', { length: 3 }))).toEqual([
    [3, 1, 0],
    [3, 2, 3],
  ]);
  expect(rowsOf(samplesOf('ba\nc\n', { length: 1 }))).toEqual([[3], [3]]);
  expect(rowsOf(samplesOf('c\n', { length: 5 }))).toEqual([[1, 0, 1, -1, -1]]);
});

test.each([
  ['LF', 'ba\nc\n'],
  ['CRLF', 'ba\r\nc\r\n'],
  ['CR', 'ba\rc\r'],
  ['no final line break', 'ba\nc'],
  ['a byte order mark', '\ufeffba\nc'],
  ['blank lines', '\n\nba\n  \nc\n\n'],
])('lines with %s are the same', (_, content) => {
  const [first, second] = rowsOf(samplesOf(content));
  const { vocabulary } = samplesOf(content);
  expect([first, second].map((row) => row.map((index) => vocabulary![index] ?? '').join(''))).toEqual(['ba', 'c']);
});

test('the vocabulary is in the order of code points, which is not that of UTF-16', () => {
  expect(samplesOf('\u{1F600}\uff21a\n').vocabulary).toEqual(['a', '\uff21', '\u{1F600}', '']);
});

test('words are split at white space', () => {
  const words = samplesOf('the cat  sat\n the\tdog\n', { by: 'words' });
  expect(words.vocabulary).toEqual(['cat', 'dog', 'sat', 'the', '']);
  expect(rowsOf(words)).toEqual([
    [4, 3, 0, 2, 4],
    [4, 3, 1, 4, -1],
  ]);
});

test('windows cross lines, whose breaks are characters, and step by the stride', () => {
  const windows = samplesOf('ab\r\nba\n', { window: 4, stride: 2 });
  expect(windows.vocabulary).toEqual(['\n', 'a', 'b']);
  expect(rowsOf(windows)).toEqual([
    [1, 2, 0, 2],
    [0, 2, 1, 0],
  ]);
  expect(rowsOf(samplesOf('ab\nba\n', { window: 4 }))).toEqual([[1, 2, 0, 2]]);
  expect(rowsOf(samplesOf('a b\nc a', { window: 2, by: 'words' }))).toEqual([
    [0, 1],
    [2, 0],
  ]);
});

test.each([
  ['', {}, 'a.txt has no text; write at least one line'],
  ['ab', { window: 3 }, 'a.txt has 2 tokens, fewer than a window of 3; use a smaller window'],
  ['ab', { stride: 3 }, 'length belongs to lines and stride to windows; write length, or window and stride'],
  ['ab', { window: 2, length: 3 }, 'length belongs to lines and stride to windows; write length, or window and stride'],
  [
    'a\nab',
    { vocabulary: ['a', ''] },
    "line 2 of a.txt has 'b', which the vocabulary lacks; correct the line, or leave out vocabulary = …",
  ],
  ['a', { vocabulary: ['a'] }, 'a vocabulary of windows has no boundary for lines; write window = … here too'],
] satisfies [string, FileSettings, string][])('%j with %j is a problem', (content, settings, reason) => {
  expect(reasonOf(content, settings)).toBe(reason);
});

test('hostile files take neither memory nor time', () => {
  const manyShort = `${'a'.repeat(100_000)}\n${'b\n'.repeat(100_000)}`;
  expect(reasonOf(manyShort, {}, 1 << 25)).toContain('which are too many numbers');
  expect(reasonOf('abc', { length: 1e12 }, 1 << 25)).toContain('which are too many numbers');
  expect(reasonOf('a'.repeat(100_000), { window: 50_000, stride: 1 }, 1 << 25)).toContain('which are too many numbers');
  expect(reasonOf(new Uint8Array((1 << 25) + 1))).toContain('at most 32 MB');
  expect(() => read(Uint8Array.of(0x61, 0xff))).toThrow(TypeError);
});

describe.runIf(isPytorchRequired)('Python', () => {
  const programFor = (texts: readonly string[]) => `
import json
for text in json.loads(${JSON.stringify(JSON.stringify(texts))}):
    lines = [line for line in text.replace('\\r\\n', '\\n').replace('\\r', '\\n').split('\\n') if line.strip()]
    tokens = sorted(set(''.join(text.replace('\\r', '\\n').replace('\\n', ''))))
    end, width = len(tokens), max(map(len, lines)) + 2
    rows = [[end] + [tokens.index(c) for c in line] + [end] for line in lines]
    print(json.dumps([row + [-1] * (width - len(row)) for row in rows]))
`;

  test('reads the same indices', async () => {
    const character = fc.constantFrom('a', 'b', 'é', '\u{1F600}', '한', ' ', '\n', '\r\n');
    const texts = fc.sample(
      fc.array(character, { minLength: 1, maxLength: 60 }).map((parts) => `x${parts.join('')}`),
      40,
    );
    const output = await runPython(programFor(texts));
    const expected = output
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(texts.map((content) => rowsOf(samplesOf(content)))).toEqual(expected);
  });
});

function shownIn(source: string, files: Files): readonly string[] {
  return statementAnnotationsOf(evaluated(source, files)).list.flatMap((annotation) =>
    annotation.kind === 'value' ? [formatQuantity(annotation.value, 4)] : [],
  );
}

test('indices of tokens are shown as text, also in slices, up to the boundary', () => {
  const files = filesOf({ 'names.txt': 'anna\nbob\nnab\nab\n', 'two.txt': 'to be\nor' });
  const shown = shownIn(
    'data names = text("names.txt")\nfirst = names[0]\ninputs = names[:2, :-1]\ntwice = 2 * names',
    files,
  );
  expect(shown.slice(0, 3)).toEqual(['[4×6] "anna", "bob", "nab", …', '[6] "anna"', '[2×5] "anna", "bob"']);
  expect(shown[3]).toMatch(/^\[4×6\] .* ± /);
  expect(shownIn('data words = text("two.txt", by = "words")', files)).toEqual(['[2×4] "to be", "or"']);
  expect(shownIn('data windows = text("two.txt", window = 4)', files)).toEqual(['[2×4] "to b", "e↵or"']);
});

test('computed indices are shown as text with the vocabulary of data', () => {
  const source = (decoded: string) => `data names = text("names.txt")\nshown = ${decoded}`;
  const shown = (names: string, decoded: string) => shownIn(source(decoded), filesOf({ 'names.txt': names }))[1];
  expect(shown('ab\nc', 'decode([[0, 1, 2, 3], [2, 3, 0, 0]], names)')).toBe('[2×4] "abc", "c"');
  expect(shown('ab\nc', 'decode([0, 1], names)[::-1]')).toBe('[2] "ba"');
  expect(shown('ab\nc', 'decode([[0.5, 1]], vocabulary = names[0])')).toBe('[1×2] "�b"');
  // Another vocabulary of the same size lowers the statement again.
  const [before, after] = ['ab\nc', 'xy\nz'].map((names) => filesOf({ 'names.txt': names }));
  const first = analyze(source('decode([[0, 1, 2]], names)'), 0, { ...emptyContext, files: before! });
  const second = analyze(first.text, 1, { ...emptyContext, files: after! }, first);
  expect(
    vocabularyOf(second.model.program, nodeAt(second.model.statementNodes, second.tree.statements[1]!.id)!),
  ).toEqual(['x', 'y', 'z', '']);
});

test('a model that decodes tokens trains on mini-batches', () => {
  const files = filesOf({ 'names.txt': 'anna\nbob\nnab\nab\n' });
  const loss = 'param w = 0.1\nloss L = mean((w * decode(names, names))^2)\ntrain sgd(lr = 0.01, batch = 2)';
  const job = createTrainingJob(evaluated(`data names = text("names.txt")\n${loss}`, files), requestFrom(noProgress));
  expect(job).not.toHaveProperty('refusal');
});

describe('in a model', () => {
  const files = filesOf({ 'names.txt': 'anna\nbob\n', 'more.txt': 'nab\nban\n', 'other.txt': 'zoe\n' });

  test('data can share a vocabulary, and settings may be consts', () => {
    const snapshot = evaluated(
      'const n = 4\ndata names = text("names.txt", length = n)\ndata more = text("more.txt", vocabulary = names, length = 5)',
      files,
    );
    expect(snapshot.problems).toEqual([]);
    expect(valuesOf(snapshot, 'names')).toEqual([4, 0, 2, 2, 4, 1, 3, 1]);
    expect(valuesOf(snapshot, 'more')).toEqual([4, 2, 0, 1, 4, 4, 1, 0, 2, 4]);
  });

  test('a token that a shared vocabulary lacks is a problem of the file', () => {
    const source = 'data names = text("names.txt")\ndata z = text("other.txt", vocabulary = names)';
    const { problems } = evaluated(source, files);
    expect(problems).toMatchObject([
      { code: 'cannot-read-file', message: expect.stringMatching(/^line 1 of other\.txt has 'z', which/) },
    ]);
    expect(source.slice(problems[0].start, problems[0].end)).toBe('"other.txt"');
  });

  test('a missing file is one problem, also if its vocabulary is shared', () => {
    const { problems } = evaluated('data a = text("no.txt")\ndata b = text("names.txt", vocabulary = a)', files);
    expect(problems.map(({ code }) => code)).toEqual(['cannot-read-file']);
  });

  test.each(['length = 0', 'length = 1.5', 'by = "lines"', 'vocabulary = x', 'size = 2', '17'])(
    'the setting %s is a problem',
    (setting) => {
      const { problems } = evaluated(`data x = [1, 2]\ndata a = text("names.txt", ${setting})`, files);
      expect(problems.map(({ code }) => code)).toEqual(['invalid-file-arguments']);
    },
  );
});
