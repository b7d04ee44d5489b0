/** Problems of notations of other languages and their fixes, by example. */

import { expect, test } from 'vitest';
import { certainEdits } from '../../../server/src/actions/fixes.ts';
import { fromLatex } from '../../../server/src/language/foreign/latex.ts';
import { foreignProblems } from '../../../server/src/language/problems/foreign.ts';
import { applyEdits } from '../../../server/src/language/text/edits.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';
import { evaluatedIfPossible } from '../../support/models/evaluated.ts';

testProblems(foreignProblems, {
  'foreign-statement': `
x = 2
if x > 0:
^^ error foreign-statement: there is no 'if'; to choose between values, write where(condition, a, b)
  y = 2
elif x < 0:
  y = 4
else:
  y = 3
for i in range(10):
^^^ error foreign-statement: a block of steps is written for t in 1..T { h[t] = … }; operators work on whole tensors without one
    x = x + i

    z = 3
while x < 3:
^^^^^ error foreign-statement: there is no 'while'; operators work on whole tensors, and 'train' repeats the training steps
    x = x + 1
def f(x, y=2):
^^^ error foreign-statement: a function begins with 'fn', not 'def'; write fn f(x) = …, or a body in braces
    return x * y
a = f(3)
class Net(nn.Module):
^^^^^ error foreign-statement: there is no 'class'; a layer is a function that creates its params: fn layer(x) { … }
    def __init__(self):
        self.fc1 = nn.Linear(2, 4)

    def forward(self, x):
        return self.fc1(x)
net = Net()
with torch.no_grad():
^^^^ error foreign-statement: there is no 'with'; each line of a model defines a value or a function
    y = x
g = lambda x: x * 2
    ^^^^^^ error foreign-statement: a function begins with 'fn', not 'lambda'; write fn f(x) = …, or a body in braces
h = x -> x^2
      ^^ error foreign-statement: a function begins with 'fn', not '->'; write fn f(x) = …, or a body in braces
i = (x) => x * 2
        ^^ error foreign-statement: a function begins with 'fn', not '=>'; write fn f(x) = …, or a body in braces
k(x) = x^2
^ error foreign-statement: a function begins with 'fn'; write fn k(x) = …
x += 1
  ^^ error foreign-statement: a value never changes; define a new one, as in x2 = x + 1
self.W = 3
^^^^^^ error foreign-statement: values have no attributes to set; write W = …
b: float = 3
 ^^^^^^^ error foreign-statement: names have no types; write b = …`,
  'needless-statement': `
import numpy as np
^^^^^^ error needless-statement: exp, relu, sum and all other functions are built in; remove this import
import torch
^^^^^^ error needless-statement: exp, relu, sum and all other functions are built in; remove this import
import torch.nn.functional as F
^^^^^^ error needless-statement: exp, relu, sum and all other functions are built in; remove this import
from torch import nn
^^^^ error needless-statement: exp, relu, sum and all other functions are built in; remove this import
x = 3
print(x)
^^^^^ error needless-statement: values are shown beside their statements; remove 'print'
console.log(x)
^^^^^^^^^^^ error needless-statement: values are shown beside their statements; remove 'console.log'
plt.plot(x)
^^^^^^^^ error needless-statement: values are shown beside their statements; remove 'plt.plot'
L.backward()
^^^^^^^^^^ error needless-statement: gradients and training steps are automatic; remove 'L.backward'; to train, write train sgd(lr = 0.1)
optimizer.zero_grad()
^^^^^^^^^^^^^^^^^^^ error needless-statement: gradients and training steps are automatic; remove 'optimizer.zero_grad'; to train, write train sgd(lr = 0.1)`,
  'foreign-operator': `
x = 2
a = x mod 2
      ^^^ error foreign-operator: there is no operator 'mod'; write a % b
b = x // 2
      ^^ error foreign-operator: there is no operator '//'; write floor(a / b)
c = x > 1 ? 3 : 4
          ^ error foreign-operator: there is no operator '?'; write where(condition, a, b)
d = 3 if x > 1 else 4
      ^^ error foreign-operator: there is no operator 'if'; write where(condition, a, b)
e = x && 1
      ^^ error foreign-operator: there is no operator '&&'; write a and b
f = x & 1
      ^ error foreign-operator: there is no operator '&'; write a and b
g = x||1
     ^^ error foreign-operator: there is no operator '||'; write a or b
h = x | 1
      ^ error foreign-operator: there is no operator '|'; write a or b
i = !x
    ^ error foreign-operator: there is no operator '!'; write not a
k = |x|
    ^ error foreign-operator: there is no operator '|'; write abs(a)
n(x) := x^2
     ^^ error foreign-operator: there is no operator ':='; write =
l := 3
  ^^ error foreign-operator: there is no operator ':='; write =
m <- 3
  ^^ error foreign-operator: there is no operator '<-'; write =`,
  latex: `
a = 1
y = \\frac{a}{b}
    ^^^^^^^^^^^ error latex: '\\frac{a}{b}' is LaTeX; write y = a / b
z = x^{2}
     ^^^^ error latex: '^{2}' is LaTeX; write z = x^2
s = \\sigma(x)
    ^^^^^^ error latex: '\\sigma' is LaTeX; write s = sigmoid(x)
$w = x^2$
^^^^^^^^^ error latex: '$w = x^2$' is LaTeX; write w = x^2
\\hat{y} = \\sigma(a x + b)
^^^^^^^ error latex: '\\hat{y}' is LaTeX; write y_hat = sigmoid(a * x + b)
M = \\sum_i (y_i - t_i)^2
    ^^^^^^ error latex: '\\sum_i' is LaTeX; write formulas as in y = exp(-x) / 2
q = x_1 + x_{2}
          ^^^^^ error latex: 'x_{2}' is LaTeX; write q = x_1 + x_2
\\begin{align}
^^^^^^^^^^^^^ error latex: '\\begin{align}' is LaTeX; remove this line
u &= b \\\\
  ^^ error latex: '&=' is LaTeX; write u = b
\\end{align}
^^^^^^^^^^^ error latex: '\\end{align}' is LaTeX; remove this line`,
  'module-prefix': `
x = 2
a = np.exp(x)
    ^^^^^^ error module-prefix: functions have no prefix, so 'np.exp' is not defined; write exp(…)
b = torch.nn.functional.relu(x)
    ^^^^^^^^^^^^^^^^^^^^^^^^ error module-prefix: functions have no prefix, so 'torch.nn.functional.relu' is not defined; write relu(…)
c = 1 / (1 + math.exp(-x))
             ^^^^^^^^ error module-prefix: functions have no prefix, so 'math.exp' is not defined; write exp(…)
d = torch.tensor([1, 2])
    ^^^^^^^^^^^^ error module-prefix: functions have no prefix, so 'torch.tensor' is not defined; write […]
e = numpy.log10(x)
    ^^^^^^^^^^^ error module-prefix: functions have no prefix, so 'numpy.log10' is not defined; write log(x) / log(10)
f = np.fft(x)
    ^^^^^^ error module-prefix: there is no function 'np.fft'; completion lists the functions
g = nn.Linear(2, 4)
    ^^^^^^^^^ error module-prefix: functions have no prefix, so 'nn.Linear' is not defined; write dense(x, …)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
            ^^^^^^^^^^^^^^^^ error module-prefix: functions have no prefix, so 'torch.optim.Adam' is not defined; write train adam(…)`,
});

testFixes(foreignProblems, [
  [
    'latex',
    `
a = 1
y = 2 \\cdot \\frac{a + 1}{2}
--- Change to 'y = 2 * ((a + 1) / 2)'
a = 1
y = 2 * ((a + 1) / 2)`,
  ],
  [
    'latex',
    `
x = 1
\\hat{y} = \\sigma(2 x + 1)
--- Change to 'y_hat = sigmoid(2 * x + 1)'
x = 1
y_hat = sigmoid(2 * x + 1)`,
  ],
  [
    'latex',
    `
x = 1
y = x \\bmod 2
--- Change to 'y = x % 2'
x = 1
y = x % 2`,
  ],
  [
    'latex',
    `
x = 1
$y = e^{-x^{2}}$
--- Change to 'y = exp(-x^2)'
x = 1
y = exp(-x^2)`,
  ],
  [
    'latex',
    `
x = [3, 4]
n = \\left\\| x \\right\\|^2
--- Change to 'n = norm(x)^2'
x = [3, 4]
n = norm(x)^2`,
  ],
  [
    'latex',
    `
param w = 1
loss L = w^2
g = \\frac{\\partial L}{\\partial w}
--- Change to 'g = ∂L/∂w'
param w = 1
loss L = w^2
g = ∂L/∂w`,
  ],
  [
    'latex',
    `
b = 1
\\begin{align}
u = b
--- Remove this line
b = 1
u = b`,
  ],
  [
    'foreign-statement',
    `
def f(x, y=2):
    return x * y
a = f(3)
--- Change to 'fn f(x, y=2) = x * y'
fn f(x, y=2) = x * y
a = f(3)`,
  ],
  [
    'foreign-statement',
    `
def f(x: float, y=2) -> float:
    h = x * y
    return h + 1
a = f(3)
--- Change to 'fn f(x, y=2) { … }'
fn f(x, y=2) {
    h = x * y
    return h + 1
}
a = f(3)`,
  ],
  [
    'foreign-statement',
    `
f = lambda x, y: x * y
a = f(3, 4)
--- Change to 'fn f(x, y) = x * y'
fn f(x, y) = x * y
a = f(3, 4)`,
  ],
  [
    'foreign-statement',
    `
f = x => x * 2
a = f(3)
--- Change to 'fn f(x) = x * 2'
fn f(x) = x * 2
a = f(3)`,
  ],
  [
    'foreign-statement',
    `
f(x) = x^2
a = f(3)
--- Insert 'fn'
fn f(x) = x^2
a = f(3)`,
  ],
  [
    'foreign-statement',
    `
x = 1
x += 2
--- Change to 'x2 = x +'
x = 1
x2 = x + 2`,
  ],
  [
    'foreign-statement',
    `
self.W = 3
--- Change to 'W'
W = 3`,
  ],
  [
    'foreign-statement',
    `
x: float = 3
--- Remove ': float'
x = 3`,
  ],
  [
    'needless-statement',
    `
import numpy as np
import torch
a = exp(2)
--- Remove this line
import torch
a = exp(2)`,
  ],
  [
    'needless-statement',
    `
a = exp(2)
print(a)
--- Remove this line
a = exp(2)`,
  ],
  [
    'foreign-operator',
    `
x = 5
a = 1 + x mod 2
--- Change to '%'
x = 5
a = 1 + x % 2`,
  ],
  [
    'foreign-operator',
    `
x = 5
a = x // 2
--- Change to 'floor(x / 2)'
x = 5
a = floor(x / 2)`,
  ],
  [
    'foreign-operator',
    `
x = 5
a = x > 1 ? 3 : 4
--- Change to 'where(x > 1, 3, 4)'
x = 5
a = where(x > 1, 3, 4)`,
  ],
  [
    'foreign-operator',
    `
x = 5
a = 2 * x if x > 1 else 4
--- Change to 'where(x > 1, 2 * x, 4)'
x = 5
a = where(x > 1, 2 * x, 4)`,
  ],
  [
    'foreign-operator',
    `
x = 5
a = x > 1 && x < 7
--- Change to 'and'
x = 5
a = x > 1 and x < 7`,
  ],
  [
    'foreign-operator',
    `
x = 5
a = x||2
--- Change to 'or'
x = 5
a = x or 2`,
  ],
  [
    'foreign-operator',
    `
x = 5
a = 2 * !x
--- Change to '(not x)'
x = 5
a = 2 * (not x)`,
  ],
  [
    'foreign-operator',
    `
x = 5
a = |x - 7|
--- Change to 'abs(x - 7)'
x = 5
a = abs(x - 7)`,
  ],
  [
    'foreign-operator',
    `
x := 5
--- Change to '='
x = 5`,
  ],
  [
    'module-prefix',
    `
x = 2
a = np.exp(x)
--- Change to 'exp(x)'
x = 2
a = exp(x)`,
  ],
  [
    'module-prefix',
    `
x = 2
a = 3 * np.power(x, 2)
--- Change to 'x^2'
x = 2
a = 3 * x^2`,
  ],
  [
    'module-prefix',
    `
x = [[1, 2], [3, 4]]
a = torch.mean(x, dim=(0, 1), keepdim=True)
--- Change to 'mean(x, axis = [0, 1], keep = 1)'
x = [[1, 2], [3, 4]]
a = mean(x, axis = [0, 1], keep = 1)`,
  ],
  [
    'module-prefix',
    `
a = torch.tensor([1.0, 2.0], dtype=torch.float32)
--- Change to '[1.0, 2.0]'
a = [1.0, 2.0]`,
  ],
  [
    'module-prefix',
    `
a = np.zeros((2, 3))
--- Change to 'zeros([2, 3])'
a = zeros([2, 3])`,
  ],
  [
    'module-prefix',
    `
param w = 1
loss L = w^2
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
--- Change to 'train sgd(lr = 0.1, momentum = 0.9)'
param w = 1
loss L = w^2
train sgd(lr = 0.1, momentum = 0.9)`,
  ],
]);

/** A lesson as it stands in a notebook. */
const notebook = `import numpy as np

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([0, 1, 1, 0])
W1 = np.random.randn(2, 4) * 0.5
b1 = np.zeros(4)

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, 4)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        return x

model = Net()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(1000):
    h = sigmoid(X @ W1 + b1)
    loss = ((h - y) ** 2).mean()
    if epoch % 100 == 0:
        print(f"epoch {epoch}: {loss:.4f}")
    optimizer.step()
print(h)
`;

test('a pasted notebook has at most one problem a line, and none inside a block', () => {
  const { problems, lines } = evaluatedIfPossible(notebook);
  const found = problems.map(({ start, code }) => `${lines.positionAt(start).line + 1} ${code}`);
  expect(found.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))).toEqual([
    '1 needless-statement',
    '3 module-prefix',
    '4 module-prefix',
    '5 initializer-call',
    '6 module-prefix',
    '8 foreign-statement',
    '11 foreign-statement',
    '21 module-prefix',
    '22 foreign-statement',
    '28 needless-statement',
  ]);
});

test('Fix All rewrites the calls of a pasted notebook', () => {
  const text = 'X = np.array([[0, 1], [1, 2]])\nh = torch.tanh(X).mean(dim=0)\nL = 2 * np.power(X, 2).sum()\n';
  expect(applyEdits(text, certainEdits(evaluatedIfPossible(text)))).toBe(
    'X = [[0, 1], [1, 2]]\nh = mean(tanh(X), axis = 0)\nL = 2 * sum(X^2)\n',
  );
});

test.each([
  ['x_{1} + \\sqrt{x}', 'x_1 + sqrt(x)'],
  ['3x^{2} - 2 x', '3 * x^2 - 2 * x'],
  ['\\tanh\\left(W^{\\top} x + b\\right)', 'tanh(W.T * x + b)'],
  ['-\\frac{1}{n} \\log \\hat{y}', '-(1 / n) * log(y_hat)'],
  ['\\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\epsilon}}', '(x - μ) / sqrt(σ^2 + ε)'],
  ['\\sqrt[3]{x + 1}', '(x + 1)^(1 / 3)'],
  ['\\mathbf{W} \\mathbf{x} + \\text{bias}', 'W * x + bias'],
  ['a &= b \\leq c, \\\\', 'a = b <= c'],
  ['\\sum_{i} x_i', undefined],
  ['\\frac{a', undefined],
])('the LaTeX %j is %j', (source, formula) => {
  expect(fromLatex(source)).toBe(formula);
});
