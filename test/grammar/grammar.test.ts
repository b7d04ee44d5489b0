/** The TextMate grammar by example. */

import { describe, expect, test } from 'vitest';
import { retrace } from './fixture.ts';

const fixtures: Record<string, string> = {
  'a param': `
param x = -2  # its start
^^^^^ keyword.control.param.bp
      ^ variable.other.definition.bp
        ^ keyword.operator.assignment.bp
          ^ keyword.operator.arithmetic.bp
           ^ constant.numeric.bp
              ^ punctuation.definition.comment.bp
               ^^^^^^^^^^ comment.line.number-sign.bp`,

  'a random param': `
param W[4, 8] ~ normal(0, 0.5)
^^^^^ keyword.control.param.bp
      ^ variable.other.definition.bp
       ^ punctuation.bracket.begin.bp
              ^ keyword.operator.distribution.bp
                ^^^^^^ support.function.bp
                          ^^^ constant.numeric.bp`,

  'a node': `
f = q * z ** −2^h1
^ variable.other.definition.bp
      ^ keyword.operator.arithmetic.bp
          ^^ keyword.operator.arithmetic.bp
               ^ keyword.operator.arithmetic.bp
                ^^ source.bp`,

  numbers: `
const c = 1 + 2.5 + .5 + 3. + 1e-6 + 6.02E+23
          ^ constant.numeric.bp
              ^^^ constant.numeric.bp
                    ^^ constant.numeric.bp
                         ^^ constant.numeric.bp
                              ^^^^ constant.numeric.bp
                                     ^^^^^^^^ constant.numeric.bp`,

  'samples from a file': `
data X = csv("iris.csv", columns = ["a", "b"])
^^^^ keyword.control.data.bp
         ^^^ support.function.bp
             ^ punctuation.definition.string.begin.bp
              ^^^^^^^^ string.quoted.double.bp
                      ^ punctuation.definition.string.end.bp
                         ^^^^^^^ variable.parameter.bp
                                     ^ string.quoted.double.bp`,

  'a loss of calls': `
loss L = mean(relu(h) - mine(y, axis = 0))
^^^^ keyword.control.loss.bp
     ^ variable.other.definition.bp
         ^^^^ support.function.bp
              ^^^^ support.function.bp
                   ^ source.bp
                        ^^^^ entity.name.function.bp
                                ^^^^ variable.parameter.bp
                                       ^ constant.numeric.bp`,

  'a train statement': `
train sgd(lr = 0.1, batch = 32)
^^^^^ keyword.control.train.bp
      ^^^ support.function.bp
          ^^ variable.parameter.bp
                    ^^^^^ variable.parameter.bp`,

  'an expectation about a gradient': `
expect ∂L/∂x ≈ 16 within 1e-6
^^^^^^ keyword.control.expect.bp
       ^ keyword.operator.derivative.bp
        ^ source.bp
         ^ keyword.operator.derivative.bp
          ^ keyword.operator.derivative.bp
           ^ source.bp
             ^ keyword.operator.comparison.bp
                  ^^^^^^ keyword.control.within.bp
expect grad(L, x) ~= 16
       ^^^^ entity.name.function.bp
                  ^^ keyword.operator.comparison.bp`,

  'the gradient of a member': `
g = ∂L/∂h.W / 2
      ^ keyword.operator.derivative.bp
       ^ keyword.operator.derivative.bp
         ^ punctuation.accessor.bp
            ^ keyword.operator.arithmetic.bp`,

  'transposes, members and slices': `
y = a.T @ h.W[0, 1:3, :] + h.Total
     ^ punctuation.accessor.bp
      ^ keyword.operator.transpose.bp
        ^ keyword.operator.arithmetic.bp
           ^ punctuation.accessor.bp
            ^ variable.other.member.bp
             ^ punctuation.bracket.begin.bp
              ^ constant.numeric.bp
               ^ punctuation.separator.bp
                  ^ punctuation.separator.slice.bp
                      ^ punctuation.separator.slice.bp
                       ^ punctuation.bracket.end.bp
                             ^^^^^ variable.other.member.bp
z = net.h1.W.T[::-1, n - 1]
    ^^^ source.bp
       ^ punctuation.accessor.bp
        ^^ variable.other.member.bp
           ^ variable.other.member.bp
             ^ keyword.operator.transpose.bp
               ^ punctuation.separator.slice.bp
                 ^ keyword.operator.arithmetic.bp
                     ^ source.bp`,

  'comparisons that are not definitions': `
m = a == b
      ^^ keyword.operator.comparison.bp
k = where(a >= b, a, 0)
          ^ source.bp
            ^^ keyword.operator.comparison.bp`,

  'a function': `
fn dense(x, units = foot(y, axis = 1)) {
^^ keyword.control.fn.bp
   ^^^^^ entity.name.function.bp
         ^ variable.parameter.bp
            ^^^^^ variable.parameter.bp
                    ^^^^ entity.name.function.bp
                         ^ source.bp
                            ^^^^ variable.parameter.bp
  h = x @ W
  ^ variable.other.definition.bp
  return h
  ^^^^^^ keyword.control.return.bp
}
^ punctuation.brace.end.bp`,

  'a function with parameters on several lines': `
fn mlp(
  x,  # samples
  ^ variable.parameter.bp
       ^^^^^^^^ comment.line.number-sign.bp
  hidden = 16
  ^^^^^^ variable.parameter.bp
) = relu(x)
    ^^^^ support.function.bp`,

  'a function on one line and calls of the library': `
fn block(x) { return dense(mlp(x, 4, 2), n = 3) }
            ^ punctuation.brace.begin.bp
              ^^^^^^ keyword.control.return.bp
                     ^^^^^ support.function.bp
                           ^^^ support.function.bp
                                         ^ variable.parameter.bp
                                                ^ punctuation.brace.end.bp
densely = denser(attention(q, k, v))
^^^^^^^ variable.other.definition.bp
          ^^^^^^ entity.name.function.bp
                 ^^^^^^^^^ support.function.bp`,

  'random params in a body': `
fn layer(x, n) {
  param W[size(x, -1), n] ~ he  # no brackets
  ^^^^^ keyword.control.param.bp
        ^ variable.other.definition.bp
          ^^^^ support.function.bp
                          ^ keyword.operator.distribution.bp
                            ^^ support.function.bp
                                ^ punctuation.definition.comment.bp
  param b[n] ~ uniform(lo = -1, hi = 1)
               ^^^^^^^ support.function.bp
                       ^^ variable.parameter.bp
  const half = 1 / 2
        ^^^^ variable.other.definition.bp
}`,

  'an import': `
import "layers.bp"
^^^^^^ keyword.control.import.bp
        ^^^^^^^^^ string.quoted.double.bp`,

  // A Hangul syllable is one column here, as it is one character.
  'names beyond ASCII': `
param θ1 = 1
      ^^ variable.other.definition.bp
총액 = 사과 * 가격 + parametric + x1 + _e
^^ variable.other.definition.bp
     ^^ source.bp
               ^^^^^^^^^^ source.bp
                            ^^ source.bp`,

  'an unclosed bracket in one statement only': `
a = mean((x + [1, 2
  y = 3
  ^ variable.parameter.bp
b = 4
^ variable.other.definition.bp
c = sum(b, axis = 0
loss L = mean((a
^^^^ keyword.control.loss.bp
     ^ variable.other.definition.bp
fn f(p, q = 2
q = p
^ variable.other.definition.bp`,

  'a string with an escape': String.raw`
import "a\"b"
         ^^ constant.character.escape.bp
            ^ punctuation.definition.string.end.bp`,

  'an unclosed string in one line only': `
import "layers
        ^^^^^^ string.quoted.double.bp
b = 4
^ variable.other.definition.bp`,
};

describe('the grammar', () => {
  test.each(Object.entries(fixtures))('scopes %s', (_, fixture) => {
    expect(retrace(fixture)).toBe(fixture);
  });
});
