/**
 * Hovers, one snapshot file each: the line with `↑` at the cursor and `▔` under the hover's range, then the Markdown.
 * `vitest -u` updates the snapshots.
 */

import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../protocol/editor/settings.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { hoverAt } from '../../../server/src/features/hover/hover.ts';
import type { Files } from '../../../server/src/language/names/modules/files.ts';
import { statementAnnotationsOf } from '../../../server/src/snapshot/annotations/statementAnnotations.ts';
import { analyze, type Snapshot } from '../../../server/src/snapshot/snapshot.ts';
import { withValues } from '../../../server/src/snapshot/withValues.ts';
import { withCursor } from '../../support/fixtures/fixture.ts';
import { annotationsAfter } from '../../support/models/evaluated.ts';
import { sampleModels } from '../../support/models/fuzzedTexts.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';

const [lesson] = sampleModels;
const layers = sampleModels.at(-1)!;

/** The lesson with the cursor before the first occurrence of some words. */
const atLesson = (words: string): string => lesson.replace(words, `$0${words}`);
/** A model with functions and random params. */
const functional = `
# Scales what comes in.
fn scaled(x, by = 2) = by * x

# A layer of n units, whose outputs
# are scaled.
fn layer(x, n) {
  # The weights.
  param W[size(x, -1), n] ~ normal(0, std = 0.5)
  param gain = 0.5
  a = x @ W
  s = scaled(a, by = 3)
  return tanh(s) * gain
}

data X = [[1, 2], [3, 4]]
# The first layer.
h = layer(X / 10, 3)
net = mlp(h, 4, 1)
param v[2] ~ ones
param w[2, 1] ~ uniform(-1, hi = 1)
loss L = mean(net^2) + sum(h.W * h.W) + sum(w) * scaled(v[0])
train adam(lr = 0.1, batch = 2)
fn unused(p) = p + 1`;

const atFunctional = (words: string): string => functional.replace(words.replace('$0', ''), words);
const atLayers = (words: string): string => layers.replace(words, `$0${words}`);

const recurrent = `param w = 0.5
h[0] = 1
for t in 1..12 {
  z = w * h[t - 1]
  h[t] = tanh(z)
}
loss L = h[12]^2`;

const atRecurrent = (words: string): string => recurrent.replace(words.replace('$0', ''), words);

const drawn = `param mu = 1
param s = -1
# Noise.
eps[4, 2] ~ normal()
z = mu + exp(s) * eps
r ~ normal(mu, std = exp(s))
fn noisy(x) {
  u ~ uniform(-0.1, high = 0.1)
  return x + u
}
h[0] = 0
for t in 1..3 {
  h[t] ~ categorical([h[t - 1], 1])
}
loss L = mean(z^2) + noisy(mu) * r * h[3]`;

const atDrawn = (words: string): string => drawn.replace(words.replace('$0', ''), words);

const fixtures: Record<string, string> = {
  'draw/name': atDrawn('$0eps[4'),
  'draw/use': atDrawn('exp(s) * $0eps'),
  'draw/distribution': atDrawn('nor$0mal()'),
  'draw/length': atDrawn('eps[$04'),
  'draw/depends-on-params': atDrawn('$0r ~'),
  'draw/parameter': atDrawn('r ~ normal($0mu'),
  'draw/keyword': atDrawn('st$0d ='),
  'draw/in-function': atDrawn('$0u ~'),
  'draw/distribution-in-function': atDrawn('~ $0uniform'),
  'draw/step': atDrawn('$0h[t] ~'),
  'draw/reparameterized': atDrawn('mu $0+ exp'),
  'recurrence/initial-step': atRecurrent('$0h[0]'),
  'recurrence/all-steps': atRecurrent('$0h[t] ='),
  'recurrence/step-before': atRecurrent('w * h$0[t - 1]'),
  'recurrence/local': atRecurrent('$0z ='),
  'recurrence/variable': atRecurrent('for $0t'),
  'param/scalar': atLesson('x = -2'),
  'operator/sum': atLesson('q = x'),
  'operator/product': atLesson('f = q'),
  'loss/scalar': atLesson('L = ('),
  'value/subexpression': atLesson('- f)'),
  'const/literal': atLesson('target = -10'),
  'literal/after-minus': atLesson('2\n'),
  'name/use': atLesson('z\nloss'),
  'name/end': lesson.replace('q = x', 'q$0 = x'),
  'train/optimizer': atLesson('sgd('),
  'train/schedule': 'param w = 1\nloss L = w^2\ntrain sgd($0lr = 0.1 * (1 - step / steps), epochs = 100)',
  'train/counter': 'param w = 1\nloss L = w^2\ntrain sgd(lr = 0.1 * (1 - $0step / steps), epochs = 100)',
  'gradient/expression': atLesson('/∂x'),

  'consumers/two': `
param $0x = 3
a = 2 * x
b = x^2
loss L = a + b`,

  'consumers/one-twice': `
param $0x = 3
loss L = x * x`,

  'consumers/nine': `
param $0x = 2
loss L = x + x + x + x + x + x + x + x + x`,

  'consumers/eight': `
param $0x = 2
loss L = x + x + x + x + x + x + x + x`,

  'gradient/none': `
param x = 3
$0y = 2 * x
loss L = x`,

  'value/after-loss': `
param x = 3
loss L = x^2
$0y = 2 * ∂L/∂x`,

  'gradient/relu-off': `
param x = -3
$0h = relu(x)
loss L = h^2`,

  'operator/call': `
param x = 0.5
loss L = sig$0moid(x)`,

  'operator/file': `
data X = c$0sv("samples.csv")`,

  'literal/in-product': `
param x = 3
y = $02 * x
loss L = y`,

  'operator/quotient': `
param x = 3
param y = -4
$0q = x / y
loss L = q`,

  'loss/none': `
param apple = 100
total = $0apple * 2`,

  'loss/several': `
param x = 3
$0y = 2 * x
loss fit = y^2
loss small = x`,

  'comment/markdown-escaped': `
param other = 1
# Another subject.

# The *speed* of light,
#   in \`m/s\` | <b>not</b> [km](h) &amp; so_on.
# - No list,
# 1. no item,
## and no heading.
param $0c = 2
loss L = c`,

  'value/several-lines': `
param x = 3
y = (x +  # first
  $0  2 * x)
loss L = y`,

  'tensor/matrix-param': atLayers('W = '),
  'tensor/vector-param': atLayers('b = '),
  'operator/matmul': atLayers('@ W'),
  'comment/formula-escaped': `
param x_1 = 3
y = x_1*2
_z = $0x_1*2
loss L = _z + 2*(x_1*2)`,

  'param/random': atFunctional('$0w[2'),
  'initializer/call': atFunctional('unif$0orm'),
  'initializer/without-arguments': atFunctional('$0ones'),
  'initializer/argument': atFunctional('$0std'),
  'function/definition': atFunctional('fn $0scaled'),
  'function/definition-with-body': atFunctional('fn $0layer'),
  'function/definition-uncalled': atFunctional('fn $0unused'),
  'call/function': atFunctional('$0scaled(v[0])'),
  'call/creates-params': atFunctional('$0layer(X'),
  'call/library-layer': atFunctional('m$0lp(h'),
  'name/owner-of-params': atFunctional('$0net ='),
  'function/parameter': atFunctional('layer($0x'),
  'function/parameter-use': atFunctional('= $0x @ W'),
  'function/parameter-literal-argument': atFunctional('[size(x, -1), $0n'),
  'function/parameter-uncalled': atFunctional('unused($0p'),
  'function/default-argument': atFunctional('by = $02) ='),
  'function/value': atFunctional('$0a = x'),
  'function/value-use': atFunctional('tanh($0s)'),
  'function/expression': atFunctional('x $0@ W'),
  'function/return': atFunctional('tanh(s) $0* gain'),
  'function/random-param': atFunctional('$0W[size'),
  'function/literal-param': atFunctional('* $0gain'),
  'call/inside-function': atFunctional('$0scaled(a'),
  'call/argument': atFunctional('$0X / 10'),
  'consumers/only-functions': atFunctional('$0h = layer'),
  'name/member': atFunctional('$0h.W * h'),
  'train/batch': atFunctional('ba$0tch'),
  'train/hyperparameter': atFunctional('$0lr'),
  'operator/overloaded': `
x = m$0ax([1, 2], axis = 0)`,
  'operator/argument': `
x = mean([1, 2], ax$0is = 0)`,
  'operator/index': `
param x = [1, 2, 3]
loss L = x[$0::2][0]`,
  'consumers/indexed': `
param $0x = [1, 2, 3]
loss L = x[0]^2`,
  'consumers/inside-function': `
fn square(x) = x^2
fn twice(x) {
  y = square(x)
  return y + y
}
param $0p = 3
loss L = twice(p) + square(p)`,

  'data/samples': atLayers('X = '),
  'operator/sum-over-axis': atLayers('sum(h'),
  'operator/mean': atLayers('fit = '),
  'literal/in-list': atLayers('0.4],'),
  'tensor/large-matrix': `
x = $0[1, 2, 3, 4, 5, 6, 7] + [[1], [2], [3], [4], [5], [6]]`,
  'tensor/three-axes': `
$0x = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]`,
};

describe('a hover', () => {
  test.each(Object.entries(fixtures))('matches %s.hover', async (name, fixture) => {
    await expect(shown(fixture)).toMatchFileSnapshot(`hovers/${name}.hover`);
  });
});

const broken: Record<string, readonly [previous: string, current: string]> = {
  'stale/syntax-error': [lesson, atLesson('q = x').replace('= x + y', '= x +')],
  'stale/depends-on-error': [lesson, atLesson('f = q').replace('= x + y', '= x +')],
  'stale/name-use': [lesson, atLesson('q * z').replace('= x + y', '= x +')],
  'stale/broken-loss': [lesson, atLesson('q = x').replace('f)^2', 'f)^')],
  'stale/invalid-data': ['', 'data x = $03'],
  'stale/never-evaluated': [lesson, `${lesson}new$0er = q +`],
};

describe('a hover in a broken file', () => {
  test.each(Object.entries(broken))('matches %s.hover', async (name, [previous, current]) => {
    await expect(shown(current, [previous])).toMatchFileSnapshot(`hovers/${name}.hover`);
  });
});

describe('a hover', () => {
  test.each([
    ['an empty file', '$0'],
    ['a comment', '# The$0 lesson.\nparam x = 1'],
    ['an empty line', 'param x = 1\n$0\nloss L = x'],
    ['a keyword', 'par$0am x = 1'],
    ['an equals sign', 'param x  $0=  1'],
    ['an unknown optimizer', 'train ad$0agrad'],
    ['a line without a statement', '3 + $04'],
  ])('is missing on %s', (_, fixture) => {
    const { text, offset } = withCursor(fixture);
    const annotations = annotationsAfter([text]);
    expect(hoverAt({ snapshot: annotations.snapshot, annotations }, offset, defaultSettings)).toBeNull();
  });
});

test('a hover shows the chain rule of the lesson', () => {
  expect(shown(atLesson('q = x')).replaceAll('*', '')).toContain('∂L/∂q = ∂L/∂f · ∂f/∂q = −4 · z = −4 · −4 = 16');
});

test('a hover has the configured digits', () => {
  const { text, offset } = withCursor('$0x = 2 / 3');
  const annotations = annotationsAfter([text]);
  expect(
    hoverAt({ snapshot: annotations.snapshot, annotations }, offset, { ...defaultSettings, digits: 2 }),
  ).toMatchObject({
    contents: { value: expect.stringContaining('**x = 0.67** scalar') },
  });
});

test('a hover says that statistics leave out the samples that are held out', () => {
  const model = (train: string) =>
    `data X = [1, 2, 3, 4]\nconst $0m = mean(X)\nparam w = m\nloss L = mean(X * w)\n${train}`;
  expect(shown(model('train sgd(holdout = 0.25)'))).toContain(
    'Its statistics of the data are those of the training samples (3), without those that are held out (1).',
  );
  expect(shown(model('train sgd()'))).not.toContain('held out');
});

test('a hover of a const in a function says so too', () => {
  const model = (kind: string) =>
    `data X = [1, 2, 3, 4]\nfn f(x) {\n  ${kind}$0m = mean(x)\n  return x - m\n}\nparam w = 1\nloss L = mean(f(X) * w)\ntrain sgd(holdout = 0.25)`;
  expect(shown(model('const '))).toContain('those of the training samples (3), without those that are held out (1).');
  expect(shown(model(''))).not.toContain('held out');
});

test('a hover says that a statistic uses the samples that are held out', () => {
  const model = (source: string) =>
    `data X = [1, 2, 3, 4]\nconst $0m = ${source}\nparam w = m\nloss L = mean(X * w)\ntrain sgd(holdout = 0.25)`;
  expect(shown(model('mean(reshape(X, [2, 2]))'))).toContain(
    'It uses all samples, also those that are held out, because a computation in it does not fit the training samples alone. Write size(…, 0) for the number of samples.',
  );
  expect(shown(model('mean(reshape(X, [size(X, 0), 1]))'))).not.toContain('It uses all samples');
  for (const name of ['w', 'L', 'X'])
    expect(shown(model('mean(X[::-1])').replace('$0', '').replace(` ${name} =`, ` $0${name} =`))).not.toContain(
      'It uses all samples',
    );
});

test.each([
  ['a name', 'param $0x = 3\nloss L = x^2', '```bp\nparam x = 3\n```\n\nscalar'],
  [
    'a tensor with a comment',
    '# The weights.\nparam W$0[4, 8] ~ normal()',
    '```bp\nparam W[4, 8] ~ normal()\n```\n\n\\[4×8\\]\n\nThe weights.',
  ],
  ['a name in a function', 'fn f(a) = 2 * $0a\nx = f(1)', '```bp\nfn f(a)\n```\n\nscalar'],
])('a hover without numbers shows only the definition of %s', (_, fixture, expected) => {
  const { text, offset } = withCursor(fixture);
  const annotations = annotationsAfter([text]);
  const hover = hoverAt({ snapshot: annotations.snapshot, annotations }, offset, {
    ...defaultSettings,
    display: 'off',
  })!;
  expect((hover.contents as { value: string }).value).toBe(expected);
});

describe('a hover on a name from another file', () => {
  const layers = `# Half of it.
fn half(x, by = 2 * 1) = x / by
# How wide
# a layer is.
const width = 3`;
  const files: Files = {
    readText: (name) => (name === 'layers.bp' ? { path: name, text: layers } : { reason: `${name} is missing` }),
    readSamples: (name) => ({ reason: `${name} is missing` }),
  };

  test.each([
    [
      'the file',
      '# Layers.\nimport "lay$0ers.bp"',
      '```bp\nimport "layers.bp"\n```\n\n- `half(x, by = 2 * 1)`\n- `width`\n\nLayers.',
    ],
    [
      'a function',
      'import "layers.bp"\na = ha$0lf(3)',
      '```bp\nhalf(x, by = 2 * 1)\n```\n\nHalf of it.\n\n**a = 1.5** scalar',
    ],
    [
      'a const',
      'import "layers.bp"\na = 2 * wi$0dth',
      '```bp\nconst width = 3\n```\n\n**width = 3** scalar\n\nHow wide  \na layer is.',
    ],
  ])('shows the definition of %s', (_, fixture, expected) => {
    const { text, offset } = withCursor(fixture);
    const analyzed = analyze(text, 0, { files, learnedParams: new Map() });
    const snapshot = withValues(analyzed, new Execution(analyzed.model.program).run());
    const hover = hoverAt({ snapshot, annotations: statementAnnotationsOf(snapshot) }, offset, defaultSettings);
    expect((hover!.contents as { value: string }).value).toBe(expected);
  });
});

describe('a hover on data from a file', () => {
  test('lists the classes of each column', () => {
    const many = Array.from({ length: 12 }, (_, row) => `x*${row},${row},${'ab'[row % 2]}`).join('\n');
    const files = filesOf({ 'a.csv': `name,size,kind\n${many}\n` });
    const { text, offset } = withCursor('data $0x = csv("a.csv")');
    const analyzed = analyze(text, 0, { files, learnedParams: new Map() });
    const snapshot = withValues(analyzed, new Execution(analyzed.model.program).run());
    const hover = hoverAt({ snapshot, annotations: statementAnnotationsOf(snapshot) }, offset, defaultSettings);
    const { value } = hover!.contents as { value: string };
    const listed = Array.from({ length: 10 }, (_, index) => `${index} = x\\*${index}`);
    expect(value.split('\n\n').slice(2, 4)).toEqual([`name: ${listed.join(', ')}, and 2 more`, 'kind: 0 = a, 1 = b']);
  });
});

function shown(fixture: string, previous: readonly string[] = []): string {
  const { text, offset } = withCursor(fixture.replace(/^\n/, ''));
  const annotations = annotationsAfter([...previous, text]);
  const { snapshot } = annotations;
  const hover = hoverAt({ snapshot, annotations }, offset, defaultSettings)!;
  const { value } = hover.contents as { value: string };
  const [start, end] = [hover.range!.start, hover.range!.end].map((position) => snapshot.lines.offsetAt(position));
  return `${pointedOut(snapshot, start, end, offset)}\n\n${value}\n`;
}

/** The lines of a range, with marks below each. */
function pointedOut({ lines }: Snapshot, start: number, end: number, cursor: number): string {
  const [from, to] = [lines.positionAt(start).line, lines.positionAt(end).line];
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const line = lines.line(from + i);
    const offset = lines.offsetAt({ line: from + i, character: 0 });
    const marks = Array.from({ length: line.length + 1 }, (_, character) => {
      const at = offset + character;
      return at === cursor ? '↑' : start <= at && at < end ? '▔' : ' ';
    });
    return `${line}\n${marks.join('').trimEnd()}`;
  }).join('\n');
}
