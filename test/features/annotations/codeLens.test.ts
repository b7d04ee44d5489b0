/** Lenses above statements. */

import { describe, expect, test } from 'vitest';
import { stopTrainingCommand, trainCommand, trainingStepCommand } from '../../../protocol/editor/commands.ts';
import { defaultSettings, type Settings } from '../../../protocol/editor/settings.ts';
import { lensesOf } from '../../../server/src/features/annotations/codeLens.ts';
import { redrawLenses } from '../../support/fixtures/annotatedText.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';
import { annotationsAfter } from '../../support/models/evaluated.ts';

const fixtures: Record<string, string> = {
  'the lesson': `
# The lesson: (x + y) z against a target.
▸ x = −2 → −2.16 · ∂L/∂x = 16
param x = -2
▸ y = 5 → 4.84 · ∂L/∂y = 16
param y = 5
▸ z = −4 → −3.88 · ∂L/∂z = −12
param z = -4
const target = -10

▸ q = 3 · ∂L/∂q = 16
q = x + y
▸ f = −12 · ∂L/∂f = −4
f = q * z
▸ L = 4 | SGD step | Train
loss L = (target - f)^2

train sgd(lr = 0.01)
▸ ✓ 16 ≈ 16
expect ∂L/∂x ≈ 16`,

  'the shop, which has no loss': `
param apple = 100
param apples = 2
param tangerine = 150
param tangerines = 3
param tax = 1.1

▸ for_apples = 200
for_apples = apple * apples
▸ for_tangerines = 450
for_tangerines = tangerine * tangerines
▸ basket = 650
basket = for_apples + for_tangerines
▸ total = 715
total = basket * tax`,

  tensors: `
X = [[1, 2, 3], [4, 5, 6]]
y = [1, 0]
W = [[0.1, -0.2], [0.3, 0.4], [0, -5]]
▸ h = [[0.7, 0], [1.9, 0]]
h = relu(X @ W)
▸ p = [0.7, 1.9]
p = sum(h, axis = 1)
▸ L = 1.85
L = mean((p - y)^2)`,

  'an update smaller than the shown digits': `
▸ x = 1 → 0.999999 · ∂L/∂x = 1
param x = 1
▸ L = 1 | SGD step | Train
loss L = x
train sgd(lr = 1e-6)`,

  'computed consts but not literal ones': `
const a = 1
const b = -1
▸ c = 2
const c = 2 * a
const d = [1, 2]`,

  'several losses, with the actions on the last': `
▸ x = 3 → 2.93 · ∂(fit + small)/∂x = 7
param x = 3
▸ fit = 9
loss fit = x^2
▸ small = 3 | SGD step | Train
loss small = x
▸ y = 6
y = 2 * x`,

  'passed and failed expectations': `
x = 2
▸ ✓ 2 ≈ 2
expect x ≈ 2
▸ ✗ 2 ≉ 3
expect x ≈ 3
▸ ✗ largest difference at [1]: 2 ≉ 5
expect [1, 2] ≈ [1, 5]
▸ ✗ NaN ≉ ∞
expect log(-1) ≈ 1 / 0`,

  'non-finite numbers': `
▸ x = 0 → ∞ · ∂L/∂x = −∞
param x = 0
▸ L = ∞ | SGD step | Train
loss L = 1 / x`,

  'functions, random params and calls that create params': `
import "layers.bp"
# A layer.
fn layer(x, n) {
  param W[size(x, -1), n] ~ ones()
  h = x @ W
  return h
}
fn half(x) = x / 2
data X = [[1, 2], [3, 4]]
▸ V = [[1], [1]] → [[0.97], [0.955]] · ∂L/∂V = [[3], [4.5]]
param V[2, 1] ~ ones()
▸ s = 2 → 1.975 · ∂L/∂s = 2.5
param s ~ normal(2, 0)
▸ h = [[3, 3, 3], [7, 7, 7]] · ∂L/∂h = [[0.1667, 0.1667, 0.1667], [0.1667, 0.1667, 0.1667]]
h = layer(X, 3)
▸ half = 2.5 · ∂L/∂half = 2
half = half(mean(h))
▸ L = 12.5 | SGD step | Train
loss L = half * s + mean(layer(X @ V, 2)) + half(mean(X @ V))
train sgd(lr = 0.01)
▸ ✓ largest difference at [0, 0]: 1 ≈ 1
expect h.W ≈ ones([2, 3])`,

  'a statement over several lines': `
▸ x = 3 → 2.98 · ∂L/∂x = 2
param x = 3
▸ y = 6 · ∂L/∂y = 1
y = (x +
  x)

▸ L = 6 | SGD step | Train
loss L = sum([
    y
  ])`,
};

describe('lenses', () => {
  test.each(Object.entries(fixtures))('show %s', (_, fixture) => expectUnchanged(fixture, redrawLenses()));
});

/** Beside the graph, a long lens leaves out parts until it fits. */
const narrowFixtures: Record<string, string> = {
  'the value that the line has': `
data x = [[1, 0], [0, 1], [1, 1]]
▸ ∂L/∂W = [[0.3, 0.06667], [0.3333, −0.1]]
param W = [[0.2, -0.1], [0.3, 0.4]]
▸ b → [0.05667, 0.4967] · ∂L/∂b = [0.4333, 0.03333]
param b = [0.1, 0.5]
▸ z = [[0.3, 0.4], [0.4, 0.9], [0.6, 0.8]] · ‖∂L/∂z‖ = 0.3018
z = x @ W + b
▸ L = 0.1367 | SGD step | Train
loss L = mse(z, [[0, 0], [0, 1], [0, 1]])

train sgd(lr = 0.1)`,

  'elements of a gradient, then of a value': `
data x = [0.123456, 0.234567, 0.345678, 0.456789]
▸ w = 2 → 1.976 · ∂L/∂w = 2.41
param w = 2
▸ wx = [0.2469, 0.4691, 0.6914, 0.9136] · ‖∂L/∂wx‖ = 2.991
wx = w * x
▸ several = [6] 0.5456 ± 0.2359 · ‖∂L/∂several‖ = 2.912
several = [wx[0], wx[1], wx[2], wx[3], w / 3, w / 7]
▸ L = 2.7 | SGD step | Train
loss L = sum(several^2) + mean(wx)`,

  'sparklines, then updates': `
▸ x = [8×1] 4.5 ± 2.291 ████████
data x = [[1], [2], [3], [4], [5], [6], [7], [8]]
▸ w = 2 → −0.04 · ∂L/∂w = 204
param w = 2
▸ weights = [3×3] −0.4416 ± 0.804 · ‖∂L/∂weights‖ = 0.6115
param weights[3, 3] ~ normal()
▸ p = [8×1] 9 ± 4.583 ████████ · ‖∂L/∂p‖ = 7.141
p = w * x
▸ prediction = [8×1] 9 ± 4.583 · ‖∂L/∂prediction‖ = 7.141
prediction = w * x
▸ L = 204.8 | SGD step | Train
loss L = mean(p^2) + mean(prediction^2) + mean(weights^2)`,
};

describe('lenses beside the graph', () => {
  test.each(Object.entries(narrowFixtures))('leave out %s', (_, fixture) =>
    expectUnchanged(fixture, redrawLenses([], {}, true)),
  );

  test('are as long as lenses elsewhere if they fit', () => {
    const fixture = fixtures['the lesson']!;
    expectUnchanged(fixture, redrawLenses([], {}, true));
  });
});

const shownParts: Record<string, readonly [Partial<Settings>, string]> = {
  'only gradients': [
    { show: { value: false, gradient: true, shape: false, update: false } },
    `
▸ ∂L/∂x = 10
param x = 3
data X = [[1, 2], [3, 4]]
▸ SGD step | Train
loss L = sum(X) * x
▸ ✓
expect L ≈ 30`,
  ],
  'values without shapes, and updates': [
    { show: { value: true, gradient: false, shape: false, update: true } },
    `
▸ x = 3 → 2.9
param x = 3
data X = [[1, 2], [3, 4]]
▸ L = 30 | SGD step | Train
loss L = sum(X) * x`,
  ],
  'shapes and updates': [
    { show: { value: false, gradient: false, shape: true, update: true } },
    `
▸ x → 2.9
param x = 3
data X = [[1, 2], [3, 4]]
▸ SGD step | Train
loss L = sum(X) * x`,
  ],
  'losses and nodes': [
    { statements: { param: false, data: false, const: false, node: true, loss: true, expect: false } },
    `
param x = 3
data X = [1, 2]
const c = 1 + 1
▸ y = 6 · ∂L/∂y = 3
y = c * x
▸ L = 18 | SGD step | Train
loss L = sum(X) * y
expect L ≈ 18`,
  ],
};

describe('lenses with selected annotations', () => {
  test.each(Object.entries(shownParts))('show %s', (_, [settings, fixture]) =>
    expectUnchanged(fixture, redrawLenses([], settings)),
  );
});

test('step and training lenses run commands on the file, and the other lenses run none', () => {
  const lenses = lensesOf(annotationsAfter(['param x = 1\nloss L = x']), defaultSettings, 'file:///model.bp');
  expect(lenses.map(({ command }) => command)).toEqual([
    { title: 'x = 1 → 0.99 · ∂L/∂x = 1', command: '' },
    { title: 'L = 1', command: '' },
    { title: 'SGD step', command: trainingStepCommand, arguments: ['file:///model.bp'] },
    { title: 'Train', command: trainCommand, arguments: ['file:///model.bp'] },
  ]);
});

test('while training runs, a lens stops it', () => {
  const annotations = annotationsAfter(['param x = 1\nloss L = x']);
  const lenses = lensesOf(annotations, defaultSettings, 'file:///model.bp', { isTraining: true });
  expect(lenses.map(({ command }) => command)).toEqual([
    { title: 'x = 1 → 0.99 · ∂L/∂x = 1', command: '' },
    { title: 'L = 1', command: '' },
    { title: 'Stop', command: stopTrainingCommand, arguments: ['file:///model.bp'] },
    { title: 'training, lenses may lag', command: '' },
  ]);
});

test.each([
  ['sgd', 'SGD step'],
  ['adam', 'Adam step'],
  ['adamw', 'AdamW step'],
  ['rmsprop', 'RMSprop step'],
])('the step lens of %s is titled %s', (optimizer, title) => {
  const annotations = annotationsAfter([`param x = 1\nloss L = x\ntrain ${optimizer}()`]);
  const lenses = lensesOf(annotations, defaultSettings, 'file:///model.bp');
  expect(lenses.filter(({ command }) => command?.command === trainingStepCommand)).toMatchObject([
    { command: { title } },
  ]);
});

test('lenses have the configured digits', () => {
  const annotations = annotationsAfter(['x = 2 / 3']);
  expect(
    [2, 4, 17].map((digits) => lensesOf(annotations, { ...defaultSettings, digits }, '')[0].command!.title),
  ).toEqual(['x = 0.67', 'x = 0.6667', 'x = 0.6666666666666666']);
});
