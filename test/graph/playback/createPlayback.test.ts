/** The playback of a graph: its steps, their order, and agreement with the engine. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PlaybackStep } from '../../../protocol/panel/playback.ts';
import { examples as folder } from '../../../scripts/paths.ts';
import { formatMagnitude, quantityOf } from '../../../server/src/display/quantity.ts';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { buildDisplayGraph } from '../../../server/src/graph/buildDisplayGraph.ts';
import { createPlayback } from '../../../server/src/graph/playback/createPlayback.ts';
import { emptyContext } from '../../../server/src/language/lowering/context.ts';
import { readSnapshot } from '../../../server/src/node/bp/command.ts';
import { statementAnnotationsOf } from '../../../server/src/snapshot/annotations/statementAnnotations.ts';
import { analyze, type EvaluatedSnapshot } from '../../../server/src/snapshot/snapshot.ts';
import { withValues } from '../../../server/src/snapshot/withValues.ts';
import { evaluated } from '../../support/models/evaluated.ts';

const open = { isCollapsed: false, except: [] };
const collapsed = { isCollapsed: true, except: [] };

function playbackOf(snapshot: EvaluatedSnapshot, collapseState = open, digits = 4) {
  const graph = buildDisplayGraph(snapshot, collapseState);
  return { graph, ...createPlayback(graph, snapshot, digits, 'model.bp') };
}

/** `∂L/∂q = [∂L/∂f] · {z} = [−4] · {−4} = <16>`: values, gradients and results in brackets of their own. */
function equationOf({ equation }: PlaybackStep): string {
  const brackets = { text: ['', ''], value: ['{', '}'], gradient: ['[', ']'], result: ['<', '>'] } as const;
  return equation.map(({ text, tone }) => `${brackets[tone][0]}${text}${brackets[tone][1]}`).join('');
}

function equations(text: string, phase: PlaybackStep['phase'], collapseState = open): string[] {
  const { steps } = playbackOf(evaluated(text), collapseState);
  return steps.filter((step) => step.phase === phase).map(equationOf);
}

const lesson = `param x = -2
param y = 5
param z = -4
const target = -10

q = x + y
f = q * z
loss L = (target - f)^2

train sgd(lr = 0.01)`;

describe('the playback of the lesson', () => {
  const { graph, steps, notice } = playbackOf(evaluated(lesson));
  const { nodes, wires } = graph.structure;
  const called = (index: number): string => nodes[index].name ?? nodes[index].symbol;
  /** The highlighted node `f` or wire `f → q`. */
  const highlighted = ({ node, wire }: PlaybackStep): string =>
    wire === null ? called(node) : `${called(wires[wire].to)} → ${called(wires[wire].from)}`;

  test('runs from the first operator to the last param', () => {
    expect(steps.map((step) => `${step.phase} ${highlighted(step)}: ${equationOf(step)}`)).toEqual([
      'forward q: q = {x} + {y} = {−2} + {5} = <3>',
      'forward f: f = {q} · {z} = {3} · {−4} = <−12>',
      'forward −: {target} − {f} = {−10} − ({−12}) = <2>',
      'forward L: L = ({target − f})^2 = {2}^2 = <4>',
      'backward L: ∂L/∂L = <1>',
      'backward L → −: ∂L/∂(target − f) = [∂L/∂L] · 2 · ({target − f}) = [1] · 2 · {2} = <4>',
      'backward − → f: ∂L/∂f = [∂L/∂(target − f)] · −1 = [4] · −1 = <−4>',
      'backward f → q: ∂L/∂q = [∂L/∂f] · {z} = [−4] · {−4} = <16>',
      'backward f → z: ∂L/∂z = [∂L/∂f] · {q} = [−4] · {3} = <−12>',
      'backward q → x: ∂L/∂x = [∂L/∂q] · 1 = [16] · 1 = <16>',
      'backward q → y: ∂L/∂y = [∂L/∂q] · 1 = [16] · 1 = <16>',
      'update x: x ← {x} − lr · [∂L/∂x] = {−2} − 0.01 · [16] = <−2.16>',
      'update y: y ← {y} − lr · [∂L/∂y] = {5} − 0.01 · [16] = <4.84>',
      'update z: z ← {z} − lr · [∂L/∂z] = {−4} − 0.01 · [−12] = <−3.88>',
    ]);
    expect(notice).toBeNull();
  });

  test('shows the value or gradient that each step computes', () => {
    expect(steps.map(({ resultNode: known, gradient }) => `${called(known!)} ${gradient}`)).toEqual([
      ...['q null', 'f null', '− null', 'L null'],
      ...['L 1', '− 4', 'f −4', 'q 16', 'z −12', 'x 16', 'y 16'],
      ...['x 16', 'y 16', 'z −12'],
    ]);
    expect(steps.every(({ sum }) => sum === null)).toBe(true);
  });

  test('shows the rule of each step', () => {
    expect(steps.map(({ rule }) => rule)).toEqual([
      'add: the sum of two values',
      'multiply: the product of two values, element by element',
      'subtract: the difference of two values',
      'power: a value raised to a power, element by element',
      'the backward pass starts at the root, L',
      'power multiplies the gradient by exponent · base^(exponent − 1)',
      'subtract passes the gradient unchanged to its left operand and negated to its right operand',
      ...[
        "each factor's gradient is the upstream gradient times the other factor",
        "each factor's gradient is the upstream gradient times the other factor",
      ],
      ...['add passes the gradient unchanged to both operands', 'add passes the gradient unchanged to both operands'],
      ...Array.from({ length: 3 }, () => 'gradient descent subtracts lr times the gradient'),
    ]);
  });

  test('names the statement of each step', () => {
    const product = steps.find((step) => highlighted(step) === 'f → q')!;
    expect(product).toMatchObject({ source: 'f = q * z', location: 'model.bp:7' });
    expect(product.range?.start.line).toBe(6);
  });
});

describe('a value with several consumers', () => {
  const text = 'param x = 3\ny = x^2 - 4 * x\nloss L = y';

  test('gets its gradient in contributions that add up', () => {
    const { steps } = playbackOf(evaluated(text));
    const parts = steps.filter(
      ({ phase, resultNode: known, wire }) => phase === 'backward' && known === 0 && wire !== null,
    );
    expect(parts.map((step) => [equationOf(step), step.sum, step.gradient])).toEqual([
      ['[∂L/∂(4 · x)] · 4 = [−1] · 4 = <−4>', '∂L/∂x so far = −4', '−4'],
      ['[∂L/∂(x^2)] · 2 · {x} = [1] · 2 · {3} = <6>', '∂L/∂x = −4 + 6 = 2', '2'],
    ]);
  });

  test('gets two contributions from a consumer that uses it twice', () => {
    const { steps } = playbackOf(evaluated('param x = 3\nloss L = x * x'));
    expect(steps.flatMap(({ sum }) => sum ?? [])).toEqual(['∂L/∂x so far = 3', '∂L/∂x = 3 + 3 = 6']);
  });

  test('shows negative contributions in parentheses', () => {
    const { steps } = playbackOf(evaluated('param x = 3\nloss L = x^2 + (1 - x)'));
    expect(steps.flatMap(({ sum }) => sum ?? [])).toEqual(['∂L/∂x so far = −1', '∂L/∂x = −1 + 6 = 5']);
    const other = playbackOf(evaluated('param x = 3\nloss L = (1 - x) + x^2'));
    expect(other.steps.flatMap(({ sum }) => sum ?? [])).toEqual(['∂L/∂x so far = 6', '∂L/∂x = 6 + (−1) = 5']);
  });

  test('adds up small tensors', () => {
    const { steps } = playbackOf(evaluated('param x = [3, 4]\nloss L = sum(x) + sum(x * [2, 0])'));
    expect(steps.flatMap(({ sum }) => sum ?? [])).toEqual([
      '∂L/∂x so far = [2, 0]',
      '∂L/∂x = [2, 0] + [1, 1] = [3, 1]',
    ]);
  });

  test('shows the norm of a larger tensor sum because norms don’t add up', () => {
    const { steps } = playbackOf(
      evaluated('param x = [3, 4, 0, 0, 0, 0, 0]\nloss L = x[0] + x[1] + 0 * sum(x) + 2 * x[0]'),
    );
    expect(steps.flatMap(({ sum }) => sum ?? [])).toEqual([
      '∂L/∂x so far = norm 2, 1 of 4 contributions',
      '∂L/∂x so far = norm 2, 2 of 4 contributions',
      '∂L/∂x so far = norm 2.236, 3 of 4 contributions',
      '∂L/∂x = norm 3.162, 4 of 4 contributions',
    ]);
  });
});

describe('the playback of tensors', () => {
  const text = 'data X = [[1, 2], [3, 4]]\nparam b = [5, 6]\nh = X @ b\nloss L = sum(h)\ntrain sgd(lr = 0.1)';

  test('shows their symbols, values and gradients', () => {
    expect(equations(text, 'forward')).toEqual(['h = {X} @ {b} = <[17, 39]>', 'L = sum({h}) = <56>']);
    expect(equations(text, 'backward')).toEqual([
      '∂L/∂L = <1>',
      '∂L/∂h = [∂L/∂L] = <[1, 1]>',
      '∂L/∂b = {X}.T @ [∂L/∂h] = <[4, 6]>',
    ]);
    expect(equations(text, 'update')).toEqual(['b ← {b} − lr · [∂L/∂b] = <[4.6, 5.4]>']);
  });

  test('shows indices and lists as written', () => {
    expect(equations('param p = 1\nparam z = 2\nq = [p, z, 3]\nloss L = q[1] * 2', 'forward')).toEqual([
      'q = [{p}, {z}, 3] = <[1, 2, 3]>',
      '{q}[1] = <2>',
      'L = {q[1]} · 2 = {2} · 2 = <4>',
    ]);
  });

  test('hides the draw operand of dropout', () => {
    expect(equations('param x = [1, 2]\nloss L = sum(dropout(x))', 'forward')[0]).toMatch(
      /^dropout\(\{x\}, \{draw\}\) = </,
    );
  });
});

describe('the playback of several losses', () => {
  const text = 'param x = 2\nloss a = x^2\nloss b = 3 * x\nloss c = x\nloss d = -x';

  test('sums the losses and differentiates the sum', () => {
    const two = text.split('\n').slice(0, 3).join('\n');
    expect(equations(two, 'forward').at(-1)).toBe('{a} + {b} = {4} + {6} = <10>');
    expect(equations(two, 'backward')).toEqual([
      '∂(a + b)/∂(a + b) = <1>',
      '∂(a + b)/∂a = [∂(a + b)/∂(a + b)] · 1 = [1] · 1 = <1>',
      '∂(a + b)/∂b = [∂(a + b)/∂(a + b)] · 1 = [1] · 1 = <1>',
      '[∂(a + b)/∂b] · 3 = [1] · 3 = <3>',
      '[∂(a + b)/∂a] · 2 · {x} = [1] · 2 · {2} = <4>',
    ]);
  });

  test('abbreviates many losses by the first and the last', () => {
    expect(equations(text, 'backward').slice(0, 2)).toEqual([
      '∂(a + … + d)/∂(a + … + d) = <1>',
      '∂(a + … + d)/∂(a + b + c) = [∂(a + … + d)/∂(a + … + d)] · 1 = [1] · 1 = <1>',
    ]);
  });
});

describe('a collapsed chunk of statements', () => {
  const lines = Array.from({ length: 300 }, (_, i) => `x${i + 1} = x${i} + ${i % 10 === 8 ? 'x0' : 'p'}`);
  const text = ['param p = 1', 'x0 = p * 2', ...lines, 'loss L = x300'].join('\n');
  const { graph, steps } = playbackOf(evaluated(text), collapsed);
  const back = steps.filter(({ phase, wire }) => phase === 'backward' && wire !== null);
  const into = (index: number) => back.filter(({ resultNode: known }) => known === index);

  test('shows its first results and counts the others', () => {
    expect(equationOf(steps[0])).toBe('p = <1> · x0 = <2> · x1 = <3> · 7 more');
    expect(steps[0].rule).toBe('lines 1–10 (collapsed): 10 nodes in one step');
  });

  test('gets a gradient for each result, including the gradient that flows inside the chunk', () => {
    expect(
      into(0)
        .map(({ sum }) => sum)
        .slice(-3),
    ).toEqual([null, '∂L/∂x0 = 29 + 1 + 1 inside lines 1–10 = 31', '∂L/∂p = 253 + 9 + 70 inside lines 1–10 = 332']);
    const numbers = statementAnnotationsOf(evaluated(text)).list.flatMap((it) =>
      it.kind === 'value' && ['p', 'x0'].includes(it.name) ? [formatMagnitude(it.gradient!.value, 4)] : [],
    );
    expect(numbers).toEqual(['332', '31']);
    expect(graph.mainOutputs[0]).toBeUndefined();
    expect(into(0).every(({ gradient }) => gradient === null)).toBe(true);
  });
});

describe('an update step', () => {
  test('shows the distance moved by an optimizer with state', () => {
    const { steps } = playbackOf(evaluated('param x = 3\nparam y = -1\nloss L = x^2 * y\ntrain adam(lr = 0.1)'));
    const updates = steps.filter(({ phase }) => phase === 'update');
    expect(updates.map(equationOf)).toEqual(['adam: x ← {3} + 0.1 = <3.1>', 'adam: y ← {−1} − 0.1 = <−1.1>']);
    expect(updates[0].rule).toMatch(/^Adam \(Kingma and Ba\): x ← x − lr · m/);
  });

  test('does not show plain gradient descent with momentum', () => {
    expect(equations('param x = 3\nloss L = x^2\ntrain sgd(lr = 0.1, momentum = 0.9)', 'update')).toEqual([
      'sgd: x ← {3} − 0.6 = <2.4>',
    ]);
  });

  test('moves all params of a collapsed group at once', () => {
    const params = [...'abcde'].map((name) => `  param ${name} ~ zeros()\n`).join('');
    const text = `fn f(x) {\n${params}  return a + (b + c + d + e) * x\n}\ny = f(2)\nloss L = (y - 3)^2`;
    expect(equations(text, 'update', collapsed)).toEqual(['sgd: y.a ← <0.06> · y.b ← <0.12> · y.c ← <0.12> · 2 more']);
    expect(equations(text, 'update')).toHaveLength(5);
    const { steps } = playbackOf(evaluated(text), collapsed);
    expect(steps.at(-1)).toMatchObject({ rule: 'f (collapsed): 5 params are updated at once', gradient: null });
  });
});

describe('the playback of a call', () => {
  const text = 'fn twice(x) {\n  a = x * 2\n  return a + x\n}\nparam p = 1\nq = twice(p)\nloss L = q * 2';

  test('takes one forward and one backward step if the call is collapsed', () => {
    const { steps } = playbackOf(evaluated(text), collapsed);
    expect(steps.map(equationOf)).toEqual([
      'q = twice(p) = <3>',
      'L = {q} · 2 = {3} · 2 = <6>',
      '∂L/∂L = <1>',
      '∂L/∂q = [∂L/∂L] · 2 = [1] · 2 = <2>',
      '∂L/∂p = [∂L/∂q] through twice = <6>',
      'p ← {p} − lr · [∂L/∂p] = {1} − 0.01 · [6] = <0.94>',
    ]);
    expect(steps.filter(({ rule }) => rule.includes('(collapsed)')).map(({ rule }) => rule)).toEqual([
      'twice (collapsed): 2 nodes in one step',
      'twice (collapsed): the gradient passes through 2 nodes',
    ]);
    expect(steps.every(({ sum }) => sum === null)).toBe(true);
  });

  test('shows the body if the call is expanded', () => {
    expect(equations(text, 'forward').slice(0, 2)).toEqual([
      'a = {p} · 2 = {1} · 2 = <2>',
      'q = {a} + {p} = {2} + {1} = <3>',
    ]);
  });
});

describe('a partial playback', () => {
  test('ends after the forward pass if there is no loss', () => {
    const { steps, notice } = playbackOf(evaluated('param x = 2\ny = x * 3'));
    expect(steps.map(equationOf)).toEqual(['y = {x} · 3 = {2} · 3 = <6>']);
    expect(notice).toBe('There is no backward pass without a loss. Add one, for example: loss L = (target - f)^2');
  });

  test('has no steps if nothing is computed', () => {
    const notice =
      "Can't play the computation: the file computes nothing yet. Write an expression and a loss, for example: loss L = (target - f)^2";
    expect(['', 'param x = 2\nconst c = 3'].map((text) => playbackOf(evaluated(text)))).toMatchObject([
      { steps: [], notice },
      { steps: [], notice },
    ]);
  });

  test('ends after the backward pass if another root is picked', () => {
    const snapshot = analyze(lesson, 0, { ...emptyContext, pickedRootName: 'f' });
    const { steps, notice } = playbackOf(withValues(snapshot, new Execution(snapshot.model.program).run()));
    expect(equationOf(steps.at(-1)!)).toBe('∂f/∂y = [∂f/∂q] · 1 = [−4] · 1 = <−4>');
    expect(notice).toBe('There is no update step: the root is f, and training minimizes the losses.');
  });

  test('ends after the backward pass if the loss does not depend on any param', () => {
    const { steps, notice } = playbackOf(evaluated('const c = 2\nloss L = c * 3'));
    expect(steps.map(({ phase }) => phase)).toEqual(['forward', 'backward']);
    expect(notice).toBe('There is no update step: the loss does not depend on any param.');
  });

  test('has no steps if there are more than 2,000', () => {
    const chain = Array.from({ length: 1000 }, (_, i) => `x${i + 1} = x${i} * 2`).join('\n');
    const { steps, notice } = playbackOf(evaluated(`param x0 = 1\n${chain}\nloss L = x1000`));
    expect(steps).toEqual([]);
    expect(notice).toBe('The computation has 2,004 steps; at most 2,000 can be played. Collapse some groups first.');
  });
});

describe.each([open, collapsed])('playback of the examples with %j', (collapseState) => {
  test.each(globSync('*.bp', { cwd: folder }))("%s shows the engine's numbers in the engine's order", async (file) => {
    const analyzed = await readSnapshot(join(folder, file));
    const snapshot = withValues(analyzed, new Execution(analyzed.model.program).run());
    const { graph, steps } = playbackOf(snapshot, collapseState, 17);
    const { program, objective } = snapshot.model;
    const forward = steps.filter(({ phase }) => phase === 'forward').map(({ node }) => node);
    const backward = steps.filter(({ phase }) => phase === 'backward').map(({ node }) => node);
    expect(forward).toEqual(forward.toSorted((a, b) => a - b));
    expect(backward).toEqual(backward.toSorted((a, b) => b - a));
    const shown = new Map(
      steps.flatMap(({ resultNode: known, gradient }) => (gradient === null ? [] : [[known, gradient]])),
    );
    const computed = graph.outputs.flatMap(([node, ...others], index) => {
      const adjoint = objective && adjointOf(objective.backwardPass, node);
      if (adjoint === undefined || others.length > 0) return [];
      const elements = elementsOf(program, snapshot.evaluation.values, adjoint);
      return [[index, formatMagnitude(quantityOf(elements, program.shape(node)), 17)] as const];
    });
    expect(new Map([...shown].sort(([a], [b]) => a! - b!))).toEqual(new Map(computed));
    // A collapsed group has several results, of which the last ones are only counted.
    expect(steps.every(({ equation }) => equation.some(({ tone }) => tone === 'result'))).toBe(true);
  });
});

test('a step has the elements of a small gradient, and the sums so far at a fan-out', () => {
  const { steps } = playbackOf(evaluated('param v = [1, 2]\nloss L = sum(v^2) + sum(3 * v)'));
  const known = steps.filter(({ phase, gradientElements }) => phase === 'backward' && gradientElements !== null);
  expect(known.at(-1)!.gradientElements).toEqual(['[5, 7]']);
  expect(known.map(({ gradientElements }) => gradientElements![0])).toContain('[3, 3]');
});
