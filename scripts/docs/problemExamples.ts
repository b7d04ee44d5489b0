/** Every problem by example: a model that has it, and the same model put right. What only a very large file has, or a run, has a sentence instead. */
import type { ProblemCode } from '../../server/src/language/problems/problems.ts';

export interface Example {
  readonly broken: string;
  readonly fixed: string;
  /** The files beside both, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** When one meets it, and what to do then. */
export type Advice = string;

export const problemExamples: Readonly<Record<ProblemCode, Example | Advice>> = {
  'unclosed-bracket': { broken: 'a = (1 + 2', fixed: 'a = (1 + 2)' },
  'stray-bracket': { broken: 'a = 1 + 2)', fixed: 'a = 1 + 2' },
  'missing-operand': { broken: 'a = 1 +', fixed: 'a = 1 + 2' },
  'missing-name': { broken: 'param = 3', fixed: 'param x = 3' },
  'missing-equals': { broken: 'param x', fixed: 'param x = 3' },
  'missing-approximately': { broken: 'expect 1 + 1', fixed: 'expect 1 + 1 ≈ 2' },
  'missing-optimizer': { broken: 'train (lr = 0.1)', fixed: 'train sgd(lr = 0.1)' },
  'missing-initialiser': { broken: 'param W[2, 3]', fixed: 'param W[2, 3] ~ glorot()' },
  'missing-path': {
    broken: 'import layers',
    fixed: 'import "layers.bp"',
    files: { 'layers.bp': 'fn twice(x) = 2 * x' },
  },
  'incomplete-function': { broken: 'fn twice(x)', fixed: 'fn twice(x) = 2 * x' },
  'empty-index': { broken: 'a = [1, 2]\nb = a[]', fixed: 'a = [1, 2]\nb = a[0]' },
  'incomplete-gradient': {
    broken: 'param x = 3\nloss L = x^2\nslope = ∂L',
    fixed: 'param x = 3\nloss L = x^2\nslope = ∂L/∂x',
  },
  'missing-operator': { broken: 'x = 3\na = 2(x + 1)', fixed: 'x = 3\na = 2 * (x + 1)' },
  'missing-comma': { broken: 'a = [1 2]', fixed: 'a = [1, 2]' },
  'decimal-comma': { broken: 'a = 1,5', fixed: 'a = 1.5' },
  'leading-plus': { broken: 'a = +3', fixed: 'a = 3' },
  'call-without-brackets': { broken: 'x = 3\na = sin x', fixed: 'x = 3\na = sin(x)' },
  'method-call': { broken: 'x = [1, 2]\na = x.sum()', fixed: 'x = [1, 2]\na = sum(x)' },
  'comment-sign': { broken: 'a = 3 // three', fixed: 'a = 3 # three' },
  'unknown-keyword': { broken: 'parm x = 3', fixed: 'param x = 3' },
  'hyphen-in-name': { broken: 'param learning-rate = 3', fixed: 'param learning_rate = 3' },
  'digit-before-name': { broken: 'param 1st = 3', fixed: 'param first = 3' },
  'unexpected-token': { broken: 'a = (1, 2)', fixed: 'a = [1, 2]' },
  'not-a-statement': { broken: '1 + 2', fixed: 'a = 1 + 2' },
  'unexpected-character': { broken: 'x = 3\na = 2·x', fixed: 'x = 3\na = 2 * x' },
  'malformed-number': { broken: 'x = 2\na = 3x', fixed: 'x = 2\na = 3 * x' },
  'number-too-large': { broken: 'a = 1e309', fixed: 'a = 1e308' },
  'keyword-as-name': { broken: 'param loss = 1', fixed: 'param level = 1' },

  'undefined-name': { broken: 'target = 1\na = targt + 1', fixed: 'target = 1\na = target + 1' },
  'used-before-definition': { broken: 'a = 2 * b\nb = 1', fixed: 'b = 1\na = 2 * b' },
  'defined-by-itself': { broken: 'a = 1 + a', fixed: 'before = 1\na = 1 + before' },
  'defined-twice': { broken: 'a = 1\na = 2', fixed: 'a = 1\nb = 2' },
  'undefined-function': { broken: 'a = sigmiod(1)', fixed: 'a = sigmoid(1)' },
  'undefined-optimizer': { broken: 'train adagrad(lr = 0.1)', fixed: 'train adam(lr = 0.1)' },
  'not-a-setting': { broken: 'train sgd(epochs = 1.5)', fixed: 'train sgd(epochs = 2)' },
  'not-a-value': { broken: 'a = relu + 1', fixed: 'a = relu(2) + 1' },
  'not-constant': { broken: 'param x = 1\nconst a = 2 * x', fixed: 'param x = 1\na = 2 * x' },
  'depends-on-param': {
    broken: 'param w = 2\nfn f(x) = w * x\nconst a = f(3)',
    fixed: 'param w = 2\nfn f(x) = w * x\na = f(3)',
  },
  'too-many-arguments': { broken: 'a = max(1, 2, 3)', fixed: 'a = max(1, max(2, 3))' },
  'missing-argument': { broken: 'a = where(1, 2)', fixed: 'a = where(1, 2, 3)' },
  'unknown-argument': { broken: 'a = sum([1, 2], axes = 0)', fixed: 'a = sum([1, 2], axis = 0)' },
  'argument-twice': { broken: 'a = sum([1, 2], 0, axis = 0)', fixed: 'a = sum([1, 2], axis = 0)' },
  'not-an-axis': { broken: 'a = sum([1, 2], axis = 0.5)', fixed: 'a = sum([1, 2], axis = 0)' },
  'not-a-switch': { broken: 'a = sum([1, 2], keep = 2)', fixed: 'a = sum([1, 2], keep = 1)' },
  'not-a-shape': { broken: 'param n = 2\na = zeros([n, 3])', fixed: 'const n = 2\na = zeros([n, 3])' },
  'not-wholes': {
    broken: 'a = unslice([1, 2], shape = [4], begin = [0.5])',
    fixed: 'a = unslice([1, 2], shape = [4], begin = [1])',
  },
  'not-a-length': { broken: 'param W[2, 0.5] ~ zeros()', fixed: 'param W[2, 5] ~ zeros()' },
  'not-a-count': { broken: 'a = eye(-1)', fixed: 'a = eye(1)' },
  'not-known': { broken: 'param x = 3\na = arange(x)', fixed: 'const x = 3\na = arange(x)' },
  'not-a-reduction': {
    broken: 'a = mse([1], [2], reduction = "max")',
    fixed: 'a = mse([1], [2], reduction = "sum")',
  },
  'not-a-list': { broken: 'a = [1, 2]\nb = concat(a)', fixed: 'a = [1, 2]\nb = concat([a, a])' },
  'not-an-index': { broken: 'a = [1, 2, 3]\nb = a[[0, 2]]', fixed: 'a = [1, 2, 3]\nb = gather(a, [0, 2])' },
  'string-not-here': { broken: 'a = "three"', fixed: 'a = 3' },
  'csv-not-here': {
    broken: 'data X = 2 * csv("numbers.csv")',
    fixed: 'data numbers = csv("numbers.csv")\nX = 2 * numbers',
    files: { 'numbers.csv': 'a,b\n1,2\n3,4\n' },
  },
  'csv-arguments': {
    broken: 'data X = csv("numbers.csv", 2)',
    fixed: 'data X = csv("numbers.csv", columns = ["b"])',
    files: { 'numbers.csv': 'a,b\n1,2\n3,4\n' },
  },
  'undefined-initialiser': { broken: 'param W[2, 3] ~ xavier()', fixed: 'param W[2, 3] ~ glorot()' },
  'not-drawn': { broken: 'param W[2] ~ uniform(1, 0)', fixed: 'param W[2] ~ uniform(0, 1)' },
  'no-members': { broken: 'x = [[1, 2]]\nh = 2 * x\nw = h.W', fixed: 'x = [[1, 2]]\nh = dense(x, 2)\nw = h.W' },
  'undefined-member': {
    broken: 'x = [[1, 2]]\nh = dense(x, 2)\nw = h.w',
    fixed: 'x = [[1, 2]]\nh = dense(x, 2)\nw = h.W',
  },
  'member-of-parameter': {
    broken: 'x = [[1, 2]]\nh = dense(x, 2)\nfn size_of(layer) = sum(layer.W^2)',
    fixed: 'x = [[1, 2]]\nh = dense(x, 2)\nfn size_of(W) = sum(W^2)\na = size_of(h.W)',
  },
  'param-not-here': {
    broken: 'data X = [[1, 2]]\nexpect sum(dense(X, 2)) ≈ 1 within 100',
    fixed: 'data X = [[1, 2]]\nh = dense(X, 2)\nexpect sum(h) ≈ 1 within 100',
  },
  'return-outside': { broken: 'return 1', fixed: 'a = 1' },
  'missing-return': { broken: 'fn f(x) {\n  y = 2 * x\n}', fixed: 'fn f(x) {\n  y = 2 * x\n  return y\n}' },
  'after-return': { broken: 'fn f(x) {\n  return x\n  y = 2 * x\n}', fixed: 'fn f(x) {\n  y = 2 * x\n  return y\n}' },
  'not-in-function': {
    broken: 'fn f(x) {\n  loss L = x^2\n  return x\n}',
    fixed: 'fn f(x) = x^2\nparam x = 3\nloss L = f(x)',
  },
  'parameter-twice': { broken: 'fn f(x, x) = x', fixed: 'fn f(x, y) = x + y' },
  'not-a-function-name': { broken: 'fn grad(x) = 2 * x', fixed: 'fn slope(x) = 2 * x' },
  'recursive-function': { broken: 'fn f(x) = 2 * f(x)', fixed: 'fn half(x) = x / 2\nfn f(x) = 2 * half(x)' },
  'too-many-calls':
    'Functions call one another in a chain that is too long, as those that are generated do. Compute in statements what the innermost ones do.',
  'too-much-inlined':
    'Each call of a function stands for its body, and functions that call others twice grow fast. Name a result that is needed twice, and use the name.',
  'not-imported': {
    broken: 'import "layers.bp"\na = scale(2)',
    fixed: 'import "layers.bp"\nparam w = 3\na = times(2, w)',
    files: { 'layers.bp': 'param w = 3\nfn scale(x) = w * x\nfn times(x, w) = w * x' },
  },
  'file-trouble': {
    broken: 'data X = csv("number.csv")',
    fixed: 'data X = csv("numbers.csv")',
    files: { 'numbers.csv': 'a,b\n1,2\n3,4\n' },
  },
  'import-cycle': {
    broken: 'import "a.bp"',
    fixed: 'import "b.bp"',
    files: { 'a.bp': 'import "c.bp"', 'c.bp': 'import "a.bp"', 'b.bp': 'const gain = 3' },
  },
  'too-many-imports':
    'Files import one another in a chain that is too long. Import what is needed from where it is defined.',
  'import-broken': {
    broken: 'import "broken.bp"\na = gain',
    fixed: 'import "whole.bp"\na = gain',
    files: { 'broken.bp': 'const gain = (3', 'whole.bp': 'const gain = (3)' },
  },
  'trained-twice': { broken: 'train sgd(lr = 0.1)\ntrain sgd(lr = 0.2)', fixed: 'train sgd(lr = 0.2)' },

  'shape-mismatch': {
    broken: 'X = [[1, 2], [3, 4], [5, 6]]\nW = [[1, 2, 3]]\ny = X @ W',
    fixed: 'X = [[1, 2], [3, 4], [5, 6]]\nW = [[1, 2, 3], [4, 5, 6]]\ny = X @ W',
  },
  'ragged-list': { broken: 'a = [[1, 2], [3]]', fixed: 'a = [[1, 2], [3, 4]]' },
  'empty-list': { broken: 'a = []', fixed: 'a = zeros(0)' },
  'loss-not-scalar': {
    broken: 'param x = [1, 2]\nloss L = x^2',
    fixed: 'param x = [1, 2]\nloss L = mean(x^2)',
  },
  'gradient-of-tensor': {
    broken: 'param x = [1, 2]\ny = x^2\nslope = ∂y/∂x',
    fixed: 'param x = [1, 2]\ny = sum(x^2)\nslope = ∂y/∂x',
  },
  'data-without-samples': { broken: 'data x = 3', fixed: 'data x = [3, 4, 5]' },
  'data-lengths-differ': {
    broken: 'data x = [1, 2, 3]\ndata y = [2, 4]',
    fixed: 'data x = [1, 2, 3]\ndata y = [2, 4, 6]',
  },
  'not-scalar': { broken: 'train sgd(lr = [0.1, 0.2])', fixed: 'train sgd(lr = 0.1)' },

  'out-of-range': { broken: 'train sgd(lr = -0.1)', fixed: 'train sgd(lr = 0.1)' },
  'checkpoint-misfit':
    'The values that training kept beside the file are of another shape than the param has now. Train again, or run _Backprop: Reset Trained Values_ to let them go.',
  'checkpoint-unreadable':
    'The file with the trained values is damaged, or something else is in it. Run _Backprop: Reset Trained Values_, which removes it, and train again.',
  'both-sides-broadcast': {
    broken: 'data y = [1, 2, 3]\ndata predicted = [[1], [2], [4]]\nloss L = mean((y - predicted)^2)',
    fixed: 'data y = [1, 2, 3]\ndata predicted = [[1], [2], [4]]\nloss L = mean((y - reshape(predicted, 3))^2)',
  },
  'param-not-reached': {
    broken: 'param a = 1\nparam b = 2\nloss L = a^2',
    fixed: 'param a = 1\nparam b = 2\nloss L = (a + b)^2',
  },

  'not-finite': { broken: 'param x = 0\na = log(x)', fixed: 'param x = 0\na = log(x + 1)' },
  'gradient-not-finite': {
    broken: 'param x = 0\nloss L = where(x > 0, sqrt(x), 0)',
    fixed: 'param x = 0\nloss L = where(x > 0, sqrt(where(x > 0, x, 1)), 0)',
  },
  'dead-relu': { broken: 'param a = -2\nloss L = relu(a)', fixed: 'param a = -2\nloss L = leaky_relu(a)' },
  saturated: { broken: 'param a = 20\nloss L = sigmoid(a)', fixed: 'param a = 2\nloss L = sigmoid(a)' },
  'vanishing-gradient': {
    broken:
      'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1e-3, 0], [0, 1e-3]]\nparam W3 = [[1e-6, 0], [0, 1e-6]]\nloss L = sum(X @ W1 @ W2 @ W3)',
    fixed:
      'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1, 0], [0, 1]]\nparam W3 = [[1, 0], [0, 1]]\nloss L = sum(X @ W1 @ W2 @ W3)',
  },
  'exploding-gradient': {
    broken:
      'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1e3, 0], [0, 1e3]]\nparam W3 = [[1e6, 0], [0, 1e6]]\nloss L = sum(X @ W1 @ W2 @ W3)',
    fixed:
      'data X = [[1, 2], [3, 4]]\nparam W1 = [[1, 2], [3, 4]]\nparam W2 = [[1, 0], [0, 1]]\nparam W3 = [[1, 0], [0, 1]]\nloss L = sum(X @ W1 @ W2 @ W3)',
  },
  'gradient-mismatch':
    '_Backprop: Check Gradients_ compares each gradient with differences of the loss, and one is not what they say. Where the loss has a jump or changes very fast, that is why; where it is smooth, the operator is wrong, and we want to hear of it.',
  'gradient-at-kink':
    '_Backprop: Check Gradients_ found a param right at a kink, as `relu` has one at 0: the slopes to the left and to the right differ, and either may be the gradient. Nothing is wrong; move the param a little to check its gradient.',
  'expectation-failed': { broken: 'a = 2\nexpect a + 1 ≈ 4', fixed: 'a = 2\nexpect a + 1 ≈ 3' },
  'too-deep': 'An expression has too many brackets inside one another, as generated ones do. Give a part of it a name.',
  'too-many-expressions': 'The file is too long. Put samples into a CSV file, and what repeats into a function.',
  'too-many-nodes': 'The model computes in too many steps. Compute on tensors instead of on one number at a time.',
  'too-many-passes':
    'Each gradient of something other than the loss needs a reverse pass of its own. Ask for fewer of them.',
  'too-many-elements': {
    broken: 'param W[100000, 100000] ~ zeros()',
    fixed: 'param W[100, 100] ~ zeros()',
  },
  'too-slow': 'The file takes too long at each key. Make the tensors smaller, or take fewer samples while you write.',
  'engine-lost': 'The computation ended unexpectedly, mostly for want of memory. Make the tensors smaller.',
};
