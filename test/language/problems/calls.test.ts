/** Problems of calls and their fixes, by example. */

import { callProblems } from '../../../server/src/language/problems/calls.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';

testProblems(callProblems, {
  'undefined-function': `
a = sigmiod(1)
    ^^^^^^^ error undefined-function: function 'sigmiod' is not defined; did you mean 'sigmoid'?
b = whatever(1)
    ^^^^^^^^ error undefined-function: function 'whatever' is not defined
x = 2
c = power(x, 2) + mod(x, 3)
    ^^^^^ error undefined-function: function 'power' is not defined; write x^y
                  ^^^ error undefined-function: function 'mod' is not defined; write x % y
d = arctan(x) + ln(x)
    ^^^^^^ error undefined-function: function 'arctan' is not defined; write atan(…)
                ^^ error undefined-function: function 'ln' is not defined; write log(…)
e = tensor([1, 2])
    ^^^^^^ error undefined-function: function 'tensor' is not defined; write […]
optimizer = Adam(lr = 0.1)
            ^^^^ error undefined-function: function 'Adam' is not defined; write train adam(…)`,
  'too-many-arguments': `
a = sin(1, 2)
           ^ error too-many-arguments: too many arguments for sin; its signature is sin(x)
c = max(1, 2, 3)
              ^ error too-many-arguments: too many arguments for max; its signature is max(a, b)
d = zeros(2, 3)
             ^ error too-many-arguments: too many arguments for zeros; a shape is one list, as in [2, 3]
b = leaky_relu(1, 2, 3)
                     ^ error too-many-arguments: too many arguments for leaky_relu; its signature is leaky_relu(x, slope = 0.01)
train sgd(0.1, 0, 0, 0, 8, 2, 1, 0.2, "f32", 1, 1, 1, 0, 5)
                                                         ^ error too-many-arguments: too many arguments for sgd; its signature is sgd(lr = 0.01, momentum = 0, nesterov = 0, weight_decay = 0, batch = …, epochs = …, seed = …, holdout = …, precision = …, shuffle = …, clip_norm = …, clip_value = …, until = …)`,
  'missing-argument': `
d = max()
    ^^^ error missing-argument: max needs the argument 'x'; its signature is max(x, axis = …, keep = …)

a = sin()
    ^^^ error missing-argument: sin needs the argument 'x'; its signature is sin(x)
b = where(1, 2)
    ^^^^^ error missing-argument: where needs the argument 'b'; its signature is where(condition, a, b)
c = sum(axis = 0)
    ^^^ error missing-argument: sum needs the argument 'x'; its signature is sum(x, axis = …, keep = …)`,
  'unknown-argument': `
a = sum([1, 2], axes = 0)
                ^^^^ error unknown-argument: sum has no argument 'axes'; its signature is sum(x, axis = …, keep = …)
b = sum([1, 2], dim = 0)
                ^^^ error unknown-argument: sum has no argument 'dim'; write axis = …
c = sum([1, 2], keepdims = 1)
                ^^^^^^^^ error unknown-argument: sum has no argument 'keepdims'; write keep = …
d = sum([1, 2], along = 0)
                ^^^^^ error unknown-argument: sum has no argument 'along'; its signature is sum(x, axis = …, keep = …)
train sgd(learning_rate = 0.1)
          ^^^^^^^^^^^^^ error unknown-argument: sgd has no argument 'learning_rate'; write lr = …`,
  'duplicate-argument': `
a = sum([1, 2], 0, axis = 0)
                          ^ error duplicate-argument: the argument 'axis' of sum is given twice
b = where(1, a = 2, a = 3)
                        ^ error duplicate-argument: the argument 'a' of where is given twice`,
  'not-an-axis': `
a = 1
b = sum([1, 2], axis = 0.5)
                       ^^^ error not-an-axis: an axis must be a constant whole number such as 0 or −1, or a list of them
c = sum([1, 2], axis = sum([0, 0]))
                       ^^^^^^^^^^^ error not-an-axis: an axis must be a constant whole number such as 0 or −1, or a list of them
d = sum([1, 2], axis = [0, sin(a)])
                       ^^^^^^^^^^^ error not-an-axis: an axis must be a constant whole number such as 0 or −1, or a list of them`,
  'not-a-boolean': `
a = sum([1, 2], keep = 2)
                       ^ error not-a-boolean: 'keep' must be 0 or 1`,
  'not-a-shape': `
param x = 2
a = zeros([2, x])
          ^^^^^^ error not-a-shape: a shape must be a constant whole number or a list of them, such as [2, 3]
b = zeros(0.5)
          ^^^ error not-a-shape: a shape must be a constant whole number or a list of them, such as [2, 3]
c = ones([[2], [3]])
         ^^^^^^^^^^ error not-a-shape: a shape must be a constant whole number or a list of them, such as [2, 3]`,
  'not-integers': `
param x = 2
a = unslice([1, 2], shape = [4], begin = [x])
                                         ^^^ error not-integers: 'begin' must be a constant whole number or a list of them, such as [1, 0]
b = unslice([1, 2], shape = [4], step = 0.5)
                                        ^^^ error not-integers: 'step' must be a constant whole number or a list of them, such as [1, 0]`,
  'not-a-length': `
param W[-1] ~ zeros()
        ^^ error not-a-length: the length of an axis must be a constant whole number, 0 or greater
param V[2, 0.5] ~ zeros()
           ^^^ error not-a-length: the length of an axis must be a constant whole number, 0 or greater
param U[[2, 3]] ~ zeros()
        ^^^^^^ error not-a-length: the length of an axis must be a constant whole number, 0 or greater`,
  'not-a-count': `
a = eye(-1)
        ^^ error not-a-count: 'count' must be a constant whole number, 0 or greater
b = one_hot([0, 1], 2.5)
                    ^^^ error not-a-count: 'count' must be a constant whole number, 0 or greater`,
  'argument-not-constant': `
param x = 0.1
a = arange(x)
           ^ error argument-not-constant: 'start' must be a constant number
param W[2] ~ normal(0, std = sum([1]))
                             ^^^^^^^^ error argument-not-constant: 'std' must be a constant number`,
  'not-a-reduction': `
a = mse([1], [2], reduction = "max")
                              ^^^^^ error not-a-reduction: the reduction must be "mean", "sum" or "none"
b = mse([1], [2], reduction = 1)
                              ^ error not-a-reduction: the reduction must be "mean", "sum" or "none"`,
  'without-vocabulary': `
data x = [0, 1]
a = decode(x, x)
              ^ error without-vocabulary: this has no vocabulary; name data that text(…) reads
b = decode(x, 3)
              ^ error without-vocabulary: this has no vocabulary; name data that text(…) reads`,
  'not-a-list': `
a = [1, 2]
b = concat(a)
           ^ error not-a-list: 'tensors' must be a list of tensors, such as [a, b]
c = stack([[1, 2], [3, 4]])
          ^^^^^^^^^^^^^^^^ error not-a-list: 'tensors' must be a list of tensors, such as [a, b]`,
  'not-an-index': `
a = [1, 2, 3]
b = a[0.5]
      ^^^ error not-an-index: an index must be a constant whole number or a slice such as 1:3; to index with a tensor, use gather(x, indices)
c = a[[0, 1]]
      ^^^^^^ error not-an-index: an index must be a constant whole number or a slice such as 1:3; to index with a tensor, use gather(x, indices)
d = a[1:sum(a)]
        ^^^^^^ error not-an-index: an index must be a constant whole number or a slice such as 1:3; to index with a tensor, use gather(x, indices)`,
  'misplaced-string': `
a = "b"
    ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
b = "b" + 1
    ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
c = ["b"]
     ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
fn f(x) = x
d = f("b")
      ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
e = sin("b")
        ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
expect "b" ≈ 1
       ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions
train sgd(lr = "b")
               ^^^ error misplaced-string: a string can't be used as a value; strings only name files, columns, reductions and precisions`,
});

testFixes(callProblems, [
  [
    'undefined-function',
    `
a = sigmiod(1)
--- Change to 'sigmoid'
a = sigmoid(1)`,
  ],
  [
    'undefined-function',
    `
x = 2
a = 3 * power(x + 1, 2)
--- Change to '(x + 1)^2'
x = 2
a = 3 * (x + 1)^2`,
  ],
  [
    'undefined-function',
    `
x = 2
a = 1 - sub(x, max(x, 3))
--- Change to '(x - max(x, 3))'
x = 2
a = 1 - (x - max(x, 3))`,
  ],
  [
    'undefined-function',
    `
x = 2
a = arctan(x)^2
--- Change to 'atan(x)'
x = 2
a = atan(x)^2`,
  ],
  [
    'undefined-function',
    `
x = [[1, 2], [3, 4]]
a = amax(x, dim = 0, keepdim = 1)
--- Change to 'max(x, axis = 0, keep = 1)'
x = [[1, 2], [3, 4]]
a = max(x, axis = 0, keep = 1)`,
  ],
  [
    'undefined-function',
    `
a = tensor([1, 2], requires_grad = 1)
--- Change to '[1, 2]'
a = [1, 2]`,
  ],
  [
    'undefined-function',
    `
param w = 1
loss L = w^2
optimizer = Adam(lr = 0.1)
--- Change to 'train adam'
param w = 1
loss L = w^2
train adam(lr = 0.1)`,
  ],
  [
    'too-many-arguments',
    `
a = 1 + sum(zeros(2, 3))
--- Change to 'zeros([2, 3])'
a = 1 + sum(zeros([2, 3]))`,
  ],
  [
    'unknown-argument',
    `
param w = 1
loss L = w^2
train sgd(learning_rate = 0.1, n_epochs = 3)
--- Change to 'lr'
param w = 1
loss L = w^2
train sgd(lr = 0.1, epochs = 3)`,
  ],
  [
    'unknown-argument',
    `
a = sum([1, 2], axes = 0)
--- Change to 'axis'
a = sum([1, 2], axis = 0)`,
  ],
  [
    'unknown-argument',
    `
param x = 1
loss L = x^2
train sgd(LR = 0.1)
--- Change to 'lr'
param x = 1
loss L = x^2
train sgd(lr = 0.1)`,
  ],
  [
    'not-a-reduction',
    `
a = mse([1], [2], reduction = "Sum")
--- Change to '"sum"'
a = mse([1], [2], reduction = "sum")`,
  ],
  [
    'missing-argument',
    `
b = where([1, 0], 2)
--- Insert 'b = 1'
b = where([1, 0], 2, b = 1)`,
  ],
  [
    'missing-argument',
    `
b = sin()
--- Insert 'x = 1'
b = sin(x = 1)`,
  ],
  [
    'duplicate-argument',
    `
a = sum([1, 2], 0, axis = 0)
--- Remove 'axis = 0'
a = sum([1, 2], 0)`,
  ],
  [
    'not-a-list',
    `
a = [1, 2]
b = concat(a, a)
--- Change to '[a, a]'
a = [1, 2]
b = concat([a, a])`,
  ],
  [
    'not-an-index',
    `
a = [1, 2, 3]
c = a[[0, 1]]
--- Change to 'gather(a, [0, 1])'
a = [1, 2, 3]
c = gather(a, [0, 1])`,
  ],
]);
