/** Formatting by example. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatDocument } from '../../server/src/format/format.ts';
import { defaultStyle, type FormatStyle } from '../../server/src/format/style.ts';
import { nn } from '../../server/src/language/library/built.ts';
import { applyEdits } from '../../server/src/language/text/edits.ts';

const root = join(import.meta.dirname, '..', '..');

function formatted(text: string, style: FormatStyle = defaultStyle): string {
  return applyEdits(text, formatDocument(text, style));
}

describe('the formatter', () => {
  test.each(globSync('{examples,test/export/backward}/*.bp', { cwd: root }))('leaves %s unchanged', (file) => {
    expect(formatDocument(readFileSync(join(root, file), 'utf8'), defaultStyle)).toEqual([]);
  });

  test('leaves the library unchanged', () => expect(formatDocument(nn, defaultStyle)).toEqual([]));

  test.each(['README.md', ...globSync('docs/*.md', { cwd: root })])('leaves the models in %s unchanged', (file) => {
    const blocks = readFileSync(join(root, file), 'utf8').matchAll(/^```bp\n(.*?)^```/gms);
    for (const [, model] of blocks) expect(formatDocument(model!, defaultStyle)).toEqual([]);
  });
});

describe('the formatter', () => {
  test.each([
    ['param  x=-2', 'param x = -2'],
    ['q=x+y*z', 'q = x + y * z'],
    ['q = - x - - y', 'q = -x - -y'],
    ['q = 2 − − y', 'q = 2 − −y'],
    ['q = x ^ 2 + x**- 2', 'q = x^2 + x**-2'],
    ['q = (x+y)@W.T . T', 'q = (x + y) @ W.T.T'],
    ['q = mean ( x,axis=- 1 )', 'q = mean(x, axis = -1)'],
    ['q = x[ 0,1 : 3,: , : : -1 ]', 'q = x[0, 1:3, :, ::-1]'],
    ['q = [1,2 , 3,]', 'q = [1, 2, 3,]'],
    ['q = [ [1,2],[3,4] ] [0]', 'q = [ [1,2],[3,4] ] [0]'],
    ['q = ∂ L / ∂ x/∂L/∂y', 'q = ∂L/∂x / ∂L/∂y'],
    ['q = ∂ ( a*b )/∂ h . W', 'q = ∂(a * b)/∂h.W'],
    ['q = ∂sum (x) / ∂x', 'q = ∂sum(x)/∂x'],
    ['q = y/∂x/∂z', 'q = y / ∂x/∂z'],
    ['q = 2 . T + 2. .T', 'q = 2 .T + 2. .T'],
    ['q = x<=y==z', 'q = x <= y == z'],
    ['param W [4,n+1]~normal (0,0.50)', 'param W[4, n + 1] ~ normal(0, 0.50)'],
    ['eps [4,n+1]~normal (0,0.50)', 'eps[4, n + 1] ~ normal(0, 0.50)'],
    ['param s~zeros', 'param s ~ zeros'],
    ['data X=csv("a  b.csv",columns=["x","y"])', 'data X = csv("a  b.csv", columns = ["x", "y"])'],
    ['fn f (a,b=2)=a', 'fn f(a, b = 2) = a'],
    ['fn f(a){return(a)}', 'fn f(a) { return (a) }'],
    ['train   sgd (lr=0.10)', 'train sgd(lr = 0.10)'],
    ['expect(x)~=1e-3within 1', 'expect(x)~=1e-3within 1'],
    ['expect(x)~=1E-3 within 1', 'expect (x) ~= 1E-3 within 1'],
    ['import"layers.bp"', 'import "layers.bp"'],
    ['사과=θ\u00a0*\t2', '사과 = θ * 2'],
  ])('formats the line %s', (text, expected) => {
    expect(formatted(`${text}\n`)).toBe(`${expected}\n`);
  });
});

/** Texts before and after formatting. */
test.each([
  [
    'comments are kept, and those at the ends of consecutive lines are aligned',
    `#a
param x=1# one
param length = 20     # two
q = x   #three   

y = 1 # alone
z = 100
fn f(x) {#head
       # why
  y=x # here
  return y
  # the end
    }
# 이름
param 사과 = 1 # a
param pear = 1 # b
`,
    `#a
param x = 1        # one
param length = 20  # two
q = x              #three

y = 1  # alone
z = 100
fn f(x) {  #head
  # why
  y = x  # here
  return y
  # the end
}
# 이름
param 사과 = 1  # a
param pear = 1  # b
`,
  ],
  [
    'blocks are indented, and the ends of their steps have no spaces around the dots',
    `h[ 0 ]=1
for t in 1 .. 3{
   z=h[t-1]*(2+
 3) # c

      for k in 0..-1+3 {

    a=k
      }
 h[t]=z
    }
`,
    `h[0] = 1
for t in 1..3 {
  z = h[t - 1] * (2 +
    3)  # c

  for k in 0..-1 + 3 {
    a = k
  }
  h[t] = z
}
`,
  ],
  [
    'a long line aligns only its own comment',
    `param x = 1 # one
loss L = mean(square(tanh(x * 1.25 + 2.5) - 0.5)) + sum(square(x)) # two
`,
    `param x = 1  # one
loss L = mean(square(tanh(x * 1.25 + 2.5) - 0.5)) + sum(square(x))  # two
`,
  ],
  [
    'one of several empty lines is kept, but none at the edges of texts and brackets',
    `

param x = 1



q = (

  x +


  2

)
fn f(x) {

  y = x


  return y

}

`,
    `param x = 1

q = (
  x +

  2
)
fn f(x) {
  y = x

  return y
}
`,
  ],
  [
    'a line is indented once for each line that opens brackets around it',
    `q = f(g([
x,
 y
]),
     axis = 1)
   h = where(x > 0,
  (x
 + 1),
  2
  )
`,
    `q = f(g([
  x,
  y
]),
  axis = 1)
h = where(x > 0,
  (x
    + 1),
  2
)
`,
  ],
  [
    'the rows of a matrix are aligned, and so are the ends of their numbers',
    `param W = [[1,-20.5], [3, 4],
  [5, 6]]
param V = [[1,-20.5],
  [0.25,3 ],# last
]
const K = [
[[1, 2],
[- 30, 4]],
[[5, 6],
[7, x]],
]
q = [[x,
  2], [3, 4]]
r = f([[1, 2], # one
[x, 20]], 2)
`,
    `param W = [[1, -20.5], [3, 4],
  [5, 6]]
param V = [[   1, -20.5],
           [0.25,     3],  # last
]
const K = [
  [[  1, 2],
   [-30, 4]],
  [[5, 6],
   [7, x]],
]
q = [[x,
  2], [3, 4]]
r = f([[1, 2],  # one
       [x, 20]], 2)
`,
  ],
  [
    'a statement that cannot be parsed is kept, and the rest is formatted',
    `param  x=1
  q = ( x,,
 y  +2 # why
fn f( x ) {
   a=1
  b  = 
}
r=x


s = )  x
  t=x
`,
    `param x = 1
  q = ( x,,
 y  +2 # why
fn f( x ) {
   a=1
  b  = 
}
r = x

s = )  x
t = x
`,
  ],
])('%s', (_, text, expected) => {
  expect(formatted(text)).toBe(expected);
  expect(formatDocument(expected, defaultStyle)).toEqual([]);
});

test('byte order marks and line breaks are kept', () => {
  expect(formatted('\ufeff\r\n  x=1\r\n\r\n\r\n y=2')).toBe('\ufeffx = 1\r\n\r\ny = 2\r\n');
  expect(formatted('x=1\r')).toBe('x = 1\r');
  expect(formatted('')).toBe('');
  expect(formatted(' \n\t\n  ')).toBe('');
});

test('the indentation of the editor is used', () => {
  const text = 'fn f(x) {\n  y = [[1, 2],\n  [3, 4]] # one\n  return y # two\n}\n';
  expect(formatted(text, { tabSize: 4, insertSpaces: true })).toBe(
    'fn f(x) {\n    y = [[1, 2],\n         [3, 4]]  # one\n    return y      # two\n}\n',
  );
  expect(formatted(text, { tabSize: 8, insertSpaces: false })).toBe(
    'fn f(x) {\n\ty = [[1, 2],\n\t     [3, 4]]  # one\n\treturn y      # two\n}\n',
  );
  for (const tabSize of [0, -1, Number.NaN, 1e9])
    expect(formatted(text, { tabSize, insertSpaces: true })).toMatch(/^ /m);
});

test('edits contain only changed text', () => {
  expect(formatDocument('x = 1\ny =2\n\n\n\nz = 3\n', defaultStyle)).toEqual([
    { start: 9, end: 9, text: ' ' },
    { start: 12, end: 13, text: '' },
    { start: 13, end: 14, text: '' },
  ]);
});

describe('extreme texts', () => {
  test.each([
    ['opening brackets', '('.repeat(20_000)],
    ['closing brackets', ')'.repeat(20_000)],
    ['opening brackets on lines', `x = ${'(\n'.repeat(20_000)}`],
    ['opening braces on lines', `fn f(x) {\n${'  {\n'.repeat(20_000)}`],
    ['broken lines', 'x = (\n'.repeat(20_000)],
    ['empty lines', '\n'.repeat(200_000)],
    ['blanks', `x =${' '.repeat(200_000)}1`],
    ['blanks in a comment', `# a${' '.repeat(200_000)}b`],
    ['a long sum', `x = ${'1+'.repeat(50_000)}1`],
    ['more expressions than a file can have', `x = ${'1+'.repeat(1_100_000)}1\ny=2`],
    ['a long matrix', `x = [${'[1,2],\n'.repeat(20_000)}[3,4]]`],
    ['many comments in a row', 'x=1 # a\n'.repeat(20_000)],
  ])('are formatted in one pass: %s', (_, text) => {
    const once = formatted(text);
    expect(formatDocument(once, defaultStyle)).toEqual([]);
    expect(once.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });
});
