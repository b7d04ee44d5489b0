/** Problems of names and their fixes, by example. */

import { nameProblems } from '../../../server/src/language/problems/names.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';

testProblems(nameProblems, {
  'undefined-name': `
target = 1
a = targt + 1
    ^^^^^ error undefined-name: 'targt' is not defined; did you mean 'target'?
b = x
    ^ error undefined-name: 'x' is not defined
c = trget(1) + tarte
    ^^^^^ error undefined-function: function 'trget' is not defined
               ^^^^^ error undefined-name: 'tarte' is not defined
d = True + pi
    ^^^^ error undefined-name: 'True' is not defined; write 1
           ^^ error undefined-name: 'pi' is not defined; write 3.141592653589793
e = sum([1, 2], axis = None)
                       ^^^^ error undefined-name: 'None' is not defined; leave the argument out
f = 2 * np.pi
        ^^^^^ error undefined-name: 'np.pi' is not defined; write 3.141592653589793
M = [[1, 2]]
h = Mᵀ
    ^^ error undefined-name: 'Mᵀ' is not defined; write M.T
g = -np.inf
     ^^^^^^ error undefined-name: 'np.inf' is not defined`,
  'used-before-definition': `
a = b + b
    ^ error used-before-definition: 'b' is used before it is defined on line 2
        ^ error used-before-definition: 'b' is used before it is defined on line 2
b = 1`,
  'self-reference': `
a = a + 1
    ^ error self-reference: 'a' is used in its own definition`,
  'duplicate-definition': `
param a = 1
a = 2
^ error duplicate-definition: 'a' is already defined on line 1
const b
      ^ error missing-equals: expected '=' and a value after 'b'
b = 3`,
  'not-a-value': `
a = relu + 1
    ^^^^ error not-a-value: 'relu' is a function; call it with its arguments: relu(…)`,
  'no-members': `
a = 1
b = a.W
    ^^^ error no-members: a has no params: none of the functions it calls creates any
c = a.shape
    ^^^^^^^ error no-members: values have no attribute 'shape'; write size(a, 0)
d = a.grad
    ^^^^^^ error no-members: values have no attribute 'grad'; write ∂L/∂a`,
  'undefined-member': `
x = [[1, 2]]
h = dense(x, 2)
b = h.w
    ^^^ error undefined-member: h has no param 'w'; did you mean 'W'?
c = h.kernel
    ^^^^^^^^ error undefined-member: h has no param 'kernel'; it has W, b`,
  'member-of-parameter': `
fn f(h) = sum(h.W)
              ^ error member-of-parameter: 'h' is a parameter and has no params; pass the param itself as an argument`,
});

testFixes(nameProblems, [
  [
    'undefined-name',
    `
a = 2 * np.pi
--- Change to '3.141592653589793'
a = 2 * 3.141592653589793`,
  ],
  [
    'undefined-name',
    `
a = sum([1, 2], axis = None)
--- Remove 'axis = None'
a = sum([1, 2])`,
  ],
  [
    'no-members',
    `
x = [[1, 2]]
n = x.shape[1]
--- Change to 'size(x, 1)'
x = [[1, 2]]
n = size(x, 1)`,
  ],
  [
    'undefined-name',
    `
a = sum([1, 2], axis == 0)
--- Change to '='
a = sum([1, 2], axis = 0)`,
  ],
  [
    'undefined-name',
    `
target = 1
a = targt + 1
--- Change to 'target'
target = 1
a = target + 1`,
  ],
  [
    'undefined-name',
    `
a = 2 * pi
--- Change to '3.141592653589793'
a = 2 * 3.141592653589793`,
  ],
  [
    'undefined-name',
    `
# The area.
a = r^2
--- Add param r
param r = 1
# The area.
a = r^2`,
  ],
  [
    'used-before-definition',
    `
a = b + b
c = 2
# One more.
b = 1 + 1
--- Move the definition of b above this statement
# One more.
b = 1 + 1
a = b + b
c = 2
--- Move this statement below the definition of b
c = 2
# One more.
b = 1 + 1
a = b + b`,
  ],
  [
    'used-before-definition',
    `
a = b
c = 2
b = c
--- Move this statement below the definition of b
c = 2
b = c
a = b`,
  ],
  [
    'used-before-definition',
    `
y = f(2)
fn f(x) {
  return x
}
--- Move the definition of f above this statement
fn f(x) {
  return x
}
y = f(2)
--- Move this statement below the definition of f
fn f(x) {
  return x
}
y = f(2)`,
  ],
  [
    'used-before-definition',
    `
fn f(x) {
  y = z
  z = x
  return y
}
a = f(1)
--- Move the definition of z above this statement
fn f(x) {
  z = x
  y = z
  return y
}
a = f(1)
--- Move this statement below the definition of z
fn f(x) {
  z = x
  y = z
  return y
}
a = f(1)`,
  ],
  [
    'duplicate-definition',
    `
param a = 1
a = 2
loss L = a^2
--- Change to 'a2'
param a = 1
a2 = 2
loss L = a^2`,
  ],
  [
    'undefined-member',
    `
h = dense([[1, 2]], 2)
loss L = sum(h . w) + sum(h)
--- Change to 'W'
h = dense([[1, 2]], 2)
loss L = sum(h . W) + sum(h)`,
  ],
]);
