/** Problems of shapes and their fixes, by example. */

import { shapeProblems } from '../../../server/src/language/problems/shapes.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';

testProblems(shapeProblems, {
  'shape-mismatch': `
a = [1, 2] + [1, 2, 3]
    ^^^^^^^^^^^^^^^^^^ error shape-mismatch: [2] and [3] don't broadcast: 2 ≠ 3 on the last axis; axes align from the last one, and must be equally long or 1
b = [[1, 2]] @ [[1, 2]]
    ^^^^^^^^^^^^^^^^^^^ error shape-mismatch: matmul [1, 2] @ [1, 2]: 2 ≠ 1; the right side must have as many rows as the left side has columns, 2; the right side would fit transposed, with .T
c = 2 @ [1, 2]
    ^^^^^^^^^^ error shape-mismatch: matmul scalar @ [2]: scalars can't be matrix-multiplied; use *
d = 1 + sum([1, 2], axis = 1)
        ^^^^^^^^^^^^^^^^^^^^^ error shape-mismatch: sum of [2]: axis 1 doesn't exist: the tensor has 1 axis; the only axis is 0
e = sum([[1, 2]], axis = [0, -2])
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error shape-mismatch: sum of [1, 2]: axis −2 is given twice
f = where([1, 0], [1, 2,
    ^^^^^^^^^^^^^^^^^^^^
  3], 0)
^^^^^^^^ error shape-mismatch: [2] and [3] and scalar don't broadcast: 2 ≠ 3 on the last axis; axes align from the last one, and must be equally long or 1
X = [[1, 2], [3, 4], [5, 6]]
W = [[1, 2, 3]]
v = [1, 2, 3]
g = X @ W
    ^^^^^ error shape-mismatch: matmul [3, 2] @ [1, 3]: 2 ≠ 1; W must have as many rows as X has columns, 2
h = X.T @ X.T
    ^^^^^^^^^ error shape-mismatch: matmul [2, 3] @ [2, 3]: 3 ≠ 2; X.T must have as many rows as X.T has columns, 3; X would fit in place of X.T
i = X @ v
    ^^^^^ error shape-mismatch: matmul [3, 2] @ [3]: 2 ≠ 3; v must be as long as X has columns, 2; X.T would fit in place of X
k = X + v
    ^^^^^ error shape-mismatch: [3, 2] and [3] don't broadcast: 2 ≠ 3 on the last axis; axes align from the last one, and must be equally long or 1; to make v a column, write reshape(v, [-1, 1])
l = X * X.T
    ^^^^^^^ error shape-mismatch: [3, 2] and [2, 3] don't broadcast: 3 ≠ 2 on axis −2; axes align from the last one, and must be equally long or 1; X would fit in place of X.T
m = softmax(X, axis = 2)
    ^^^^^^^^^^^^^^^^^^^^ error shape-mismatch: softmax of [3, 2]: axis 2 doesn't exist: the tensor has 2 axes; use one from 0 to 1, or −1 for the last
n = reshape(X, [2, 2])
    ^^^^^^^^^^^^^^^^^^ error shape-mismatch: reshape: [3, 2] and [2, 2] have different numbers of elements; 6 ≠ 4; write -1 for one length, and it is computed
o = mse(X, v)
    ^^^^^^^^^ error shape-mismatch: [3, 2] and [3] don't broadcast: 2 ≠ 3 on the last axis; axes align from the last one, and must be equally long or 1; to make v a column, write reshape(v, [-1, 1])
expect [1, 2] ≈ [1, 2, 3]
^^^^^^^^^^^^^^^^^^^^^^^^^ error shape-mismatch: [2] and [3] don't broadcast: 2 ≠ 3 on the last axis`,
  'ragged-list': `
a = [[1, 2], [3]]
             ^^^ error ragged-list: the items of a list must have the same shape, but this one is [1] and the first is [2]
b = [1, [2]]
        ^^^ error ragged-list: the items of a list must have the same shape, but this one is [1] and the first is scalar
c = [[[1], [2]], [[3], 4]]
                       ^ error ragged-list: the items of a list must have the same shape, but this one is scalar and the first is [1]`,
  'empty-list': `
a = []
    ^^ error empty-list: a list can't be empty; write its items, as in [1, 2]
b = [[1], [ ]]
          ^^^ error empty-list: a list can't be empty; write its items, as in [1, 2]`,
  'loss-not-scalar': `
param x = [1, 2]
loss L = x * x
         ^^^^^ error loss-not-scalar: a loss must be a scalar, but L is [2]; wrap it in mean(…) or sum(…)`,
  'gradient-of-tensor': `
param x = [1, 2]
y = x * x
a = ∂y/∂x
     ^ error gradient-of-tensor: only scalars have a gradient, but y is [2]; wrap it in mean(…) or sum(…)
b = ∂(x^3)/∂x
      ^^^ error gradient-of-tensor: only scalars have a gradient, but this expression is [2]; wrap it in mean(…) or sum(…)`,
  'not-scalar': `
train sgd(lr = [0.1, 0.2])
               ^^^^^^^^^^ error not-scalar: lr must be a scalar, not [2]
expect [1, 2] ≈ [1, 2] within [0.1, 0.1]
                              ^^^^^^^^^^ error not-scalar: the tolerance must be a scalar, not [2]`,
  'both-sides-broadcast': `
data y = [1, 2, 3]
data p = [[1], [2], [3]]
error = 2 * (y - p)
             ^^^^^ warning both-sides-broadcast: [3] and [3, 1] broadcast to [3, 3]; reshape one of them if you didn't intend that
a = max(y, p) + where(y > 0, p, 1) + y * [[1, 2, 3]] + y * [[5]] + y * 2
    ^^^^^^^^^ warning both-sides-broadcast: [3] and [3, 1] broadcast to [3, 3]; reshape one of them if you didn't intend that
                ^^^^^^^^^^^^^^^^^^ warning both-sides-broadcast: [3] and [3, 1] broadcast to [3, 3]; reshape one of them if you didn't intend that
b = mse(p, y) + mse(y, y)
    ^^^^^^^^^ warning both-sides-broadcast: [3, 1] and [3] broadcast to [3, 3]; reshape one of them if you didn't intend that
c = [[[1, 2]]] * [[1], [2]] * [[[1]], [[2]]]
    ^^^^^^^^^^^^^^^^^^^^^^^ warning both-sides-broadcast: [1, 1, 2] and [2, 1] broadcast to [1, 2, 2]; reshape one of them if you didn't intend that
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning both-sides-broadcast: [1, 2, 2] and [2, 1, 1] broadcast to [2, 2, 2]; reshape one of them if you didn't intend that
d = p + y.T
    ^^^^^^^ warning both-sides-broadcast: [3, 1] and [3] broadcast to [3, 3]; reshape one of them if you didn't intend that
fn gap(a, b) = a - b
               ^^^^^ warning both-sides-broadcast: [3] and [3, 1] broadcast to [3, 3]; reshape one of them if you didn't intend that
e = gap(y, p) + gap(p, y)
expect y ≈ reshape(y, [3, 1]) within 2`,
});

testFixes(shapeProblems, [
  [
    'shape-mismatch',
    `
X = [[1, 2], [3, 4], [5, 6]]
v = [1, 2, 3]
a = X + v
--- Make v a column
X = [[1, 2], [3, 4], [5, 6]]
v = [1, 2, 3]
a = X + reshape(v, [-1, 1])
--- Transpose X
X = [[1, 2], [3, 4], [5, 6]]
v = [1, 2, 3]
a = X.T + v`,
  ],
  [
    'shape-mismatch',
    `
a = [[1, 2]] @ [[1, 2]]
--- Transpose [[1, 2]]
a = [[1, 2]] @ [[1, 2]].T
--- Transpose [[1, 2]]
a = [[1, 2]].T @ [[1, 2]]`,
  ],
  [
    'shape-mismatch',
    `
A = [[1, 2, 3]]
B = [[1, 2, 3], [4, 5, 6]]
a = A @ B
--- Transpose B
A = [[1, 2, 3]]
B = [[1, 2, 3], [4, 5, 6]]
a = A @ B.T`,
  ],
  [
    'shape-mismatch',
    `
c = 2 @ [1, 2]
--- Change to '*'
c = 2 * [1, 2]`,
  ],
  [
    'shape-mismatch',
    `
A = [[1, 2, 3], [4, 5, 6]]
a = A.T + A
--- Transpose A
A = [[1, 2, 3], [4, 5, 6]]
a = A.T + A.T
--- Transpose A.T
A = [[1, 2, 3], [4, 5, 6]]
a = A + A`,
  ],
  [
    'loss-not-scalar',
    `
param x = [1, 2]
loss L = x * x
--- Wrap in mean(…)
param x = [1, 2]
loss L = mean(x * x)
--- Wrap in sum(…)
param x = [1, 2]
loss L = sum(x * x)`,
  ],
  [
    'gradient-of-tensor',
    `
param x = [1, 2]
y = x * x
a = ∂y/∂x
loss L = sum(y)
--- Wrap in mean(…)
param x = [1, 2]
y = x * x
a = ∂(mean(y))/∂x
loss L = sum(y)
--- Wrap in sum(…)
param x = [1, 2]
y = x * x
a = ∂(sum(y))/∂x
loss L = sum(y)`,
  ],
  [
    'gradient-of-tensor',
    `
param x = [1, 2]
a = ∂(x^3)/∂x
loss L = sum(x)
--- Wrap in mean(…)
param x = [1, 2]
a = ∂(mean(x^3))/∂x
loss L = sum(x)
--- Wrap in sum(…)
param x = [1, 2]
a = ∂(sum(x^3))/∂x
loss L = sum(x)`,
  ],
  [
    'both-sides-broadcast',
    `
data y = [1, 2, 3]
data p = [[1], [2], [3]]
error = 2 * (y - p)
--- Reshape y to the shape of p
data y = [1, 2, 3]
data p = [[1], [2], [3]]
error = 2 * (reshape(y, [-1, 1]) - p)
--- Reshape p to the shape of y
data y = [1, 2, 3]
data p = [[1], [2], [3]]
error = 2 * (y - reshape(p, -1))`,
  ],
  [
    'both-sides-broadcast',
    `
data y = [1, 2, 3]
data p = [[1], [2], [3]]
b = mse(p, y)
--- Reshape p to the shape of y
data y = [1, 2, 3]
data p = [[1], [2], [3]]
b = mse(reshape(p, -1), y)
--- Reshape y to the shape of p
data y = [1, 2, 3]
data p = [[1], [2], [3]]
b = mse(p, reshape(y, [-1, 1]))`,
  ],
]);
