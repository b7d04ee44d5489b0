/** Params created by calls: their names and member access. */

import { describe, expect, test } from 'vitest';
import { redrawProblems } from '../../support/fixtures/annotatedText.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';

describe('params created by calls', () => {
  const samples = 'x = [[1, 2], [3, 4]]\n';
  const lin = 'fn lin(x) {\n  param a = 0.5\n  param b[2] ~ ones()\n  return a * x + b\n}\n';

  test.each<[string, string[]]>([
    ['h = dense(x, 3)', ['h.W', 'h.b']],
    ['h = relu(dense(x, 3)) + 1', ['h.W', 'h.b']],
    ['net = mlp(x, 4, 1)', ['net.h1.W', 'net.h1.b', 'net.h2.W', 'net.h2.b', 'net.out.W', 'net.out.b']],
    ['h = dense(dense(x, 3), 2) + dense(x, 2)', ['h.W', 'h.b', 'h_2.W', 'h_2.b', 'h_3.W', 'h_3.b']],
    ['loss L = mean(dense(x, 1))', ['L.W', 'L.b']],
    [`${lin}h = lin(x)`, ['h.a', 'h.b']],
    [`${lin}fn two(x) = lin(lin(x))\nh = two(x)`, ['h.a', 'h.b', 'h_2.a', 'h_2.b']],
    [`${lin}fn two(x) {\n  t = lin(lin(x))\n  return t\n}\nh = two(x)`, ['h.t.a', 'h.t.b', 'h.t_2.a', 'h.t_2.b']],
    ['h = dense(x, 1) + dense(x, 1)\nh_2 = dense(x, 1)', ['h.W', 'h.b', 'h_3.W', 'h_3.b', 'h_2.W', 'h_2.b']],
    [
      `${lin}fn f(x) {\n  t = lin(x) + lin(x)\n  t_2 = lin(x)\n  return t + t_2\n}\nh = f(x)`,
      ['h.t.a', 'h.t.b', 'h.t_3.a', 'h.t_3.b', 'h.t_2.a', 'h.t_2.b'],
    ],
    ['fn own(x) {\n  param g = 1\n  return dense(x, 1) * g\n}\nh = own(x)', ['h.g', 'h_2.W', 'h_2.b']],
    ['사과 = dense(x, 1)', ['사과.W', '사과.b']],
  ])('are named after the calling statements in %j', (text, names) => {
    const { model, problems } = evaluated(samples + text);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(model.params.map(({ name }) => name)).toEqual(names);
  });

  test.each([
    ['h = dense(x, 2)\ny = sum(h.W) + h.b[0]'],
    ['loss L = sum(dense(x, 2))\ny = sum(∂L/∂L.W) - 20', 0],
    ['loss L = sum(dense(x, 2))\nexpect ∂L/∂L.W ≈ [[4, 4], [6, 6]]\nexpect grad(L, L.b) ≈ 2'],
    ['net = mlp(x, 3, 1)\nloss L = sum(net)\nexpect ∂L/∂net.out.b ≈ 2\nexpect net.h1.b ≈ [0, 0, 0]'],
    ['h = dense(x, 1) + dense(x, 1)\nloss L = sum(h) + 0 * sum(h_2.W)\nexpect ∂L/∂h_2.b ≈ 2'],
    [
      'h = dense(x, 2)\nfn reg(k) = k * sum(h.W^2)\nloss L = reg(0.5) + sum(h.b)\nexpect ∂L/∂h.W ≈ h.W\nexpect h.W.T[0, 1] ≈ h.W[1, 0]',
    ],
    ['fn f(x) {\n  h = dense(x, 2)\n  return h + 0 * sum(h.W)\n}\nk = f(x)\nloss L = sum(k)\nexpect ∂L/∂k.h.b ≈ 2'],
  ])('are accessed by their names in %j', (text, y?: number) => {
    const snapshot = evaluated(samples + text);
    expect(snapshot.problems).toEqual([]);
    if (y !== undefined) expect(valuesOf(snapshot, 'y')).toEqual([y]);
  });

  test('are reported when no call creates them', () => {
    expectUnchanged(
      `
x = [[1, 2]]
h = dense(x, 2)
fn f(h) = sum(h.W)
              ^ error member-of-parameter: 'h' is a parameter and has no params; pass the param itself as an argument
fn g(x) {
  h = tanh(x)
  return h.W
}
a = h_2.W
    ^^^^^ error no-members: h_2 has no params: none of the functions it calls creates any
b = k.W
    ^ error undefined-name: 'k' is not defined
c = g(x)
    ^^^^ error no-members: in g, line 6: h has no params: none of the functions it calls creates any
d = late.W
    ^^^^ error used-before-definition: 'late' is used before it is defined on line 12
late = dense(x, 1)
expect g(x) ≈ 1
       ^^^^ error no-members: in g, line 6: h has no params: none of the functions it calls creates any`,
      redrawProblems,
    );
  });
});
