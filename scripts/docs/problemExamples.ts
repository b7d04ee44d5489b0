/** Every problem by example: a model that has it, and the same model put right. What only a very large file has, or a run, has a sentence instead. */
import type { ProblemCode } from '../../server/src/language/problems/problems.ts';

export interface Example {
  readonly wrong: string;
  readonly right: string;
  /** The files beside both, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** When one meets it, and what to do then. */
export type Advice = string;

export const problemExamples: Readonly<Record<ProblemCode, Example | Advice>> = {
  'unclosed-bracket': { wrong: 'a = (1 + 2', right: 'a = (1 + 2)' },
  'stray-bracket': { wrong: 'a = 1 + 2)', right: 'a = 1 + 2' },
  'missing-operand': { wrong: 'a = 1 +', right: 'a = 1 + 2' },
  'missing-name': { wrong: 'param = 3', right: 'param x = 3' },
  'missing-equals': { wrong: 'param x', right: 'param x = 3' },
  'missing-approximately': { wrong: 'expect 1 + 1', right: 'expect 1 + 1 ≈ 2' },
  'missing-optimizer': { wrong: 'train (lr = 0.1)', right: 'train sgd(lr = 0.1)' },
  'missing-initialiser': { wrong: 'param W[2, 3]', right: 'param W[2, 3] ~ glorot()' },
  'missing-path': {
    wrong: 'import layers',
    right: 'import "layers.bp"',
    files: { 'layers.bp': 'fn twice(x) = 2 * x' },
  },
  'incomplete-function': { wrong: 'fn twice(x)', right: 'fn twice(x) = 2 * x' },
  'empty-index': { wrong: 'a = [1, 2]\nb = a[]', right: 'a = [1, 2]\nb = a[0]' },
  'incomplete-gradient': {
    wrong: 'param x = 3\nloss L = x^2\nslope = ∂L',
    right: 'param x = 3\nloss L = x^2\nslope = ∂L/∂x',
  },
  'missing-operator': { wrong: 'x = 3\na = 2(x + 1)', right: 'x = 3\na = 2 * (x + 1)' },
  'missing-comma': { wrong: 'a = [1 2]', right: 'a = [1, 2]' },
  'decimal-comma': { wrong: 'a = 1,5', right: 'a = 1.5' },
  'leading-plus': { wrong: 'a = +3', right: 'a = 3' },
  'call-without-brackets': { wrong: 'x = 3\na = sin x', right: 'x = 3\na = sin(x)' },
  'method-call': { wrong: 'x = [1, 2]\na = x.sum()', right: 'x = [1, 2]\na = sum(x)' },
  'comment-sign': { wrong: 'a = 3 // three', right: 'a = 3 # three' },
  'unknown-keyword': { wrong: 'parm x = 3', right: 'param x = 3' },
  'hyphen-in-name': { wrong: 'param learning-rate = 3', right: 'param learning_rate = 3' },
  'digit-before-name': { wrong: 'param 1st = 3', right: 'param first = 3' },
  'unexpected-token': { wrong: 'a = (1, 2)', right: 'a = [1, 2]' },
  'not-a-statement': { wrong: '1 + 2', right: 'a = 1 + 2' },
  'unexpected-character': { wrong: 'x = 3\na = 2·x', right: 'x = 3\na = 2 * x' },
  'malformed-number': { wrong: 'x = 2\na = 3x', right: 'x = 2\na = 3 * x' },
  'number-too-large': { wrong: 'a = 1e309', right: 'a = 1e308' },
  'keyword-as-name': { wrong: 'param loss = 1', right: 'param level = 1' },

  'undefined-name': { wrong: 'target = 1\na = targt + 1', right: 'target = 1\na = target + 1' },
  'used-before-definition': { wrong: 'a = 2 * b\nb = 1', right: 'b = 1\na = 2 * b' },
  'defined-by-itself': { wrong: 'a = 1 + a', right: 'before = 1\na = 1 + before' },
  'defined-twice': { wrong: 'a = 1\na = 2', right: 'a = 1\nb = 2' },
  'undefined-function': { wrong: 'a = sigmiod(1)', right: 'a = sigmoid(1)' },
  'undefined-optimizer': { wrong: 'train adagrad(lr = 0.1)', right: 'train adam(lr = 0.1)' },
  'not-a-setting': { wrong: 'train sgd(epochs = 1.5)', right: 'train sgd(epochs = 2)' },
  'not-a-value': { wrong: 'a = relu + 1', right: 'a = relu(2) + 1' },
  'not-constant': { wrong: 'param x = 1\nconst a = 2 * x', right: 'param x = 1\na = 2 * x' },
  'depends-on-param': {
    wrong: 'param w = 2\nfn f(x) = w * x\nconst a = f(3)',
    right: 'param w = 2\nfn f(x) = w * x\na = f(3)',
  },
  'too-many-arguments': { wrong: 'a = max(1, 2, 3)', right: 'a = max(1, max(2, 3))' },
  'missing-argument': { wrong: 'a = where(1, 2)', right: 'a = where(1, 2, 3)' },
  'unknown-argument': { wrong: 'a = sum([1, 2], axes = 0)', right: 'a = sum([1, 2], axis = 0)' },
  'argument-twice': { wrong: 'a = sum([1, 2], 0, axis = 0)', right: 'a = sum([1, 2], axis = 0)' },
  'not-an-axis': { wrong: 'a = sum([1, 2], axis = 0.5)', right: 'a = sum([1, 2], axis = 0)' },
  'not-a-switch': { wrong: 'a = sum([1, 2], keep = 2)', right: 'a = sum([1, 2], keep = 1)' },
  'not-a-shape': { wrong: 'param n = 2\na = zeros([n, 3])', right: 'const n = 2\na = zeros([n, 3])' },
  'not-wholes': {
    wrong: 'a = unslice([1, 2], shape = [4], begin = [0.5])',
    right: 'a = unslice([1, 2], shape = [4], begin = [1])',
  },
  'not-a-length': { wrong: 'param W[2, 0.5] ~ zeros()', right: 'param W[2, 5] ~ zeros()' },
  'not-a-count': { wrong: 'a = eye(-1)', right: 'a = eye(1)' },
  'not-known': { wrong: 'param x = 3\na = arange(x)', right: 'const x = 3\na = arange(x)' },
  'not-a-reduction': {
    wrong: 'a = mse([1], [2], reduction = "max")',
    right: 'a = mse([1], [2], reduction = "sum")',
  },
  'not-a-list': { wrong: 'a = [1, 2]\nb = concat(a)', right: 'a = [1, 2]\nb = concat([a, a])' },
  'not-an-index': { wrong: 'a = [1, 2, 3]\nb = a[[0, 2]]', right: 'a = [1, 2, 3]\nb = gather(a, [0, 2])' },
  'string-not-here': { wrong: 'a = "three"', right: 'a = 3' },
  'csv-not-here': {
    wrong: 'data X = 2 * csv("numbers.csv")',
    right: 'data numbers = csv("numbers.csv")\nX = 2 * numbers',
    files: { 'numbers.csv': 'a,b\n1,2\n3,4\n' },
  },
  'csv-arguments': {
    wrong: 'data X = csv("numbers.csv", 2)',
    right: 'data X = csv("numbers.csv", columns = ["b"])',
    files: { 'numbers.csv': 'a,b\n1,2\n3,4\n' },
  },
  'undefined-initialiser': { wrong: 'param W[2, 3] ~ xavier()', right: 'param W[2, 3] ~ glorot()' },
  'not-drawn': { wrong: 'param W[2] ~ uniform(1, 0)', right: 'param W[2] ~ uniform(0, 1)' },
  'no-members': { wrong: 'x = [[1, 2]]\nh = 2 * x\nw = h.W', right: 'x = [[1, 2]]\nh = dense(x, 2)\nw = h.W' },
  'undefined-member': {
    wrong: 'x = [[1, 2]]\nh = dense(x, 2)\nw = h.w',
    right: 'x = [[1, 2]]\nh = dense(x, 2)\nw = h.W',
  },
  'member-of-parameter': {
    wrong: 'x = [[1, 2]]\nh = dense(x, 2)\nfn size_of(layer) = sum(layer.W^2)',
    right: 'x = [[1, 2]]\nh = dense(x, 2)\nfn size_of(W) = sum(W^2)\na = size_of(h.W)',
  },
  'param-not-here': {
    wrong: 'data X = [[1, 2]]\nexpect sum(dense(X, 2)) ≈ 1 within 100',
    right: 'data X = [[1, 2]]\nh = dense(X, 2)\nexpect sum(h) ≈ 1 within 100',
  },
  'return-outside': { wrong: 'return 1', right: 'a = 1' },
  'missing-return': { wrong: 'fn f(x) {\n  y = 2 * x\n}', right: 'fn f(x) {\n  y = 2 * x\n  return y\n}' },
  'after-return': { wrong: 'fn f(x) {\n  return x\n  y = 2 * x\n}', right: 'fn f(x) {\n  y = 2 * x\n  return y\n}' },
  'not-in-function': {
    wrong: 'fn f(x) {\n  loss L = x^2\n  return x\n}',
    right: 'fn f(x) = x^2\nparam x = 3\nloss L = f(x)',
  },
  'parameter-twice': { wrong: 'fn f(x, x) = x', right: 'fn f(x, y) = x + y' },
  'not-a-function-name': { wrong: 'fn grad(x) = 2 * x', right: 'fn slope(x) = 2 * x' },
  'recursive-function': { wrong: 'fn f(x) = 2 * f(x)', right: 'fn half(x) = x / 2\nfn f(x) = 2 * half(x)' },
  'too-many-calls':
    'Functions call one another in a chain that is too long, as those that are generated do. Compute in statements what the innermost ones do.',
  'too-much-inlined':
    'Each call of a function stands for its body, and functions that call others twice grow fast. Name a result that is needed twice, and use the name.',
  'not-imported': {
    wrong: 'import "layers.bp"\na = scale(2)',
    right: 'import "layers.bp"\nparam w = 3\na = times(2, w)',
    files: { 'layers.bp': 'param w = 3\nfn scale(x) = w * x\nfn times(x, w) = w * x' },
  },
  'file-trouble': {
    wrong: 'data X = csv("number.csv")',
    right: 'data X = csv("numbers.csv")',
    files: { 'numbers.csv': 'a,b\n1,2\n3,4\n' },
  },
  'import-cycle': {
    wrong: 'import "a.bp"',
    right: 'import "b.bp"',
    files: { 'a.bp': 'import "c.bp"', 'c.bp': 'import "a.bp"', 'b.bp': 'const gain = 3' },
  },
  'too-many-imports':
    'Files import one another in a chain that is too long. Import what is needed from where it is defined.',
  'import-broken': {
    wrong: 'import "broken.bp"\na = gain',
    right: 'import "whole.bp"\na = gain',
    files: { 'broken.bp': 'const gain = (3', 'whole.bp': 'const gain = (3)' },
  },
  'trained-twice': { wrong: 'train sgd(lr = 0.1)\ntrain sgd(lr = 0.2)', right: 'train sgd(lr = 0.2)' },

  'shape-mismatch': {
    wrong: 'X = [[1, 2], [3, 4], [5, 6]]\nW = [[1, 2, 3]]\ny = X @ W',
    right: 'X = [[1, 2], [3, 4], [5, 6]]\nW = [[1, 2, 3], [4, 5, 6]]\ny = X @ W',
  },
  'ragged-list': { wrong: 'a = [[1, 2], [3]]', right: 'a = [[1, 2], [3, 4]]' },
  'empty-list': { wrong: 'a = []', right: 'a = zeros(0)' },
  'loss-not-scalar': {
    wrong: 'param x = [1, 2]\nloss L = x^2',
    right: 'param x = [1, 2]\nloss L = mean(x^2)',
  },
  'gradient-of-tensor': {
    wrong: 'param x = [1, 2]\ny = x^2\nslope = ∂y/∂x',
    right: 'param x = [1, 2]\ny = sum(x^2)\nslope = ∂y/∂x',
  },
  'data-without-samples': { wrong: 'data x = 3', right: 'data x = [3, 4, 5]' },
  'data-lengths-differ': {
    wrong: 'data x = [1, 2, 3]\ndata y = [2, 4]',
    right: 'data x = [1, 2, 3]\ndata y = [2, 4, 6]',
  },
  'not-scalar': { wrong: 'train sgd(lr = [0.1, 0.2])', right: 'train sgd(lr = 0.1)' },

  'out-of-range': { wrong: 'train sgd(lr = -0.1)', right: 'train sgd(lr = 0.1)' },
  'checkpoint-misfit':
    'The values that training kept beside the file are of another shape than the param has now. Train again, or run _Backprop: Reset Trained Values_ to let them go.',
  'checkpoint-unreadable':
    'The file with the trained values is damaged, or something else is in it. Run _Backprop: Reset Trained Values_, which removes it, and train again.',
  'both-sides-broadcast': {
    wrong: 'data y = [1, 2, 3]\ndata predicted = [[1], [2], [4]]\nloss L = mean((y - predicted)^2)',
    right: 'data y = [1, 2, 3]\ndata predicted = [[1], [2], [4]]\nloss L = mean((y - reshape(predicted, 3))^2)',
  },
  'param-not-reached': {
    wrong: 'param a = 1\nparam b = 2\nloss L = a^2',
    right: 'param a = 1\nparam b = 2\nloss L = (a + b)^2',
  },

  'not-finite': { wrong: 'param x = 0\na = log(x)', right: 'param x = 0\na = log(x + 1)' },
  'gradient-not-finite': {
    wrong: 'param x = 0\nloss L = where(x > 0, sqrt(x), 0)',
    right: 'param x = 0\nloss L = where(x > 0, sqrt(where(x > 0, x, 1)), 0)',
  },
  'dead-relu': { wrong: 'param a = -2\nloss L = relu(a)', right: 'param a = -2\nloss L = leaky_relu(a)' },
  saturated: { wrong: 'param a = 20\nloss L = sigmoid(a)', right: 'param a = 2\nloss L = sigmoid(a)' },
  'vanishing-gradient': {
    wrong:
      'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1e-3, 0], [0, 1e-3]]\nparam W3 = [[1e-6, 0], [0, 1e-6]]\nloss L = sum(X @ W1 @ W2 @ W3)',
    right:
      'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1, 0], [0, 1]]\nparam W3 = [[1, 0], [0, 1]]\nloss L = sum(X @ W1 @ W2 @ W3)',
  },
  'exploding-gradient': {
    wrong:
      'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1e3, 0], [0, 1e3]]\nparam W3 = [[1e6, 0], [0, 1e6]]\nloss L = sum(X @ W1 @ W2 @ W3)',
    right:
      'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1, 0], [0, 1]]\nparam W3 = [[1, 0], [0, 1]]\nloss L = sum(X @ W1 @ W2 @ W3)',
  },
  'gradient-mismatch':
    '_Backprop: Check Gradients_ compares each gradient with differences of the loss, and one is not what they say. Where the loss has a jump or changes very fast, that is why; where it is smooth, the operator is wrong, and we want to hear of it.',
  'gradient-at-kink':
    '_Backprop: Check Gradients_ found a param right at a kink, as `relu` has one at 0: the slopes to the left and to the right differ, and either may be the gradient. Nothing is wrong; move the param a little to check its gradient.',
  'expectation-failed': { wrong: 'a = 2\nexpect a + 1 ≈ 4', right: 'a = 2\nexpect a + 1 ≈ 3' },
  'too-deep': 'An expression has too many brackets inside one another, as generated ones do. Give a part of it a name.',
  'too-many-expressions': 'The file is too long. Put samples into a CSV file, and what repeats into a function.',
  'too-many-nodes': 'The model computes in too many steps. Compute on tensors instead of on one number at a time.',
  'too-many-passes':
    'Each gradient of something other than the loss needs a reverse pass of its own. Ask for fewer of them.',
  'too-many-elements': {
    wrong: 'param W[100000, 100000] ~ zeros()',
    right: 'param W[100, 100] ~ zeros()',
  },
  'too-slow': 'The file takes too long at each key. Make the tensors smaller, or take fewer samples while you write.',
  'engine-lost': 'The computation ended unexpectedly, mostly for want of memory. Make the tensors smaller.',
};
