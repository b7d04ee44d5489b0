/** Numbers in the graph match the other views, and gradients add up along the wires. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CollapseState } from '../../protocol/panel/graph.ts';
import { formatMagnitude, formatQuantity, withoutElements } from '../../server/src/display/quantity.ts';
import { buildDisplayGraph } from '../../server/src/graph/buildDisplayGraph.ts';
import { numbersOf } from '../../server/src/graph/graphNumbers.ts';
import { statementAnnotationsOf } from '../../server/src/snapshot/annotations/statementAnnotations.ts';
import type { EvaluatedSnapshot } from '../../server/src/snapshot/snapshot.ts';
import { allCollapsed, allExpanded } from '../support/fixtures/graphText.ts';
import { evaluated } from '../support/models/evaluated.ts';
import { filesOf } from '../support/models/memoryFiles.ts';
import { library, modelTexts } from '../support/models/randomModels.ts';
import { generatedCases } from '../support/setup/thorough.ts';

const files = filesOf(library);

function numbered(snapshot: EvaluatedSnapshot, collapseState: CollapseState = allExpanded, digits = 4) {
  const graph = buildDisplayGraph(snapshot, collapseState);
  return { ...graph, ...graph.structure, numbers: numbersOf(graph, snapshot, digits) };
}

/** The text of each node: `x: 3 ∂ 6`. */
function shown(text: string, collapseState?: CollapseState): string[] {
  const { nodes, numbers } = numbered(evaluated(text), collapseState);
  return nodes.map(({ id, shape }, nodeIndex) => {
    const { value, gradient } = numbers.nodes[nodeIndex];
    return `${id}: ${[shape, value, gradient === null ? '' : `∂ ${gradient}`].filter((part) => part !== '').join(' ')}`;
  });
}

/** The text of each wire that has one: `x → a: ∂ 2`. */
function shownAtWires(text: string, collapseState?: CollapseState): string[] {
  const { nodes, wires, numbers } = numbered(evaluated(text), collapseState);
  return wires.flatMap(({ from, to }, nodeIndex) => {
    const { value, gradient } = numbers.wires[nodeIndex];
    const parts = [...(value === null ? [] : [value]), ...(gradient === null ? [] : [`∂ ${gradient}`])];
    return parts.length === 0 ? [] : [`${nodes[from].id} → ${nodes[to].id}: ${parts.join(' ')}`];
  });
}

/** `−1.5e−7` as a number. */
function numberOf(text: string): number {
  return Number(text.replaceAll('−', '-').replace('∞', 'Infinity'));
}

test('a small tensor has its elements and those of its gradient, line by line', () => {
  const { numbers } = numbered(
    evaluated('param W = [[1, -2], [3, 4]]\nh = W @ W\nloss L = sum(h[:, 0]) + sum(ones([7]))'),
  );
  const [W] = numbers.nodes;
  expect(W!.elements).toEqual({ value: ['[[ 1, −2],', ' [ 3,  4]]'], gradient: ['[[5, 3],', ' [3, 3]]'] });
  expect(numbers.nodes.filter(({ elements }) => elements === null).length).toBeGreaterThan(0);
});

describe('a scalar node', () => {
  test('shows its value and gradient', () => {
    expect(shown('param x = 3\nconst c = 2\nloss L = c * x^2')).toEqual([
      'x: 3 ∂ 12',
      'c: 2',
      'L/0: 9 ∂ 2',
      'L: 18 ∂ 1',
    ]);
  });

  test('has a numeric value if it is finite', () => {
    const { numbers } = numbered(evaluated('param x = -3\nparam zero = 0\nloss L = x / zero'));
    expect(numbers.nodes).toEqual([
      { value: '−3', gradient: '∞', elements: null, magnitude: null, thumbnail: null, scalar: -3 },
      { value: '0', gradient: '∞', elements: null, magnitude: null, thumbnail: null, scalar: 0 },
      { value: '−∞', gradient: '1', elements: null, magnitude: 1, thumbnail: null, scalar: null },
    ]);
  });

  test('shows NaN', () => {
    expect(shown('param x = -1\nloss L = sqrt(x)')).toEqual(['x: −1 ∂ NaN', 'L: NaN ∂ 1']);
  });
});

test('a tensor node shows mean, spread, gradient norm and a thumbnail', () => {
  const text = 'param W = [[1, -2], [3, 4]]\nparam b = [1, 2]\nloss L = sum(W @ b)';
  expect(shown(text)).toEqual([
    'W: [2×2] 1.5 ± 2.291 ∂ 3.162',
    'b: [2] 1.5 ± 0.5 ∂ 4.472',
    'L/0: [2] 4 ± 7 ∂ 1.414',
    'L: 8 ∂ 1',
  ]);
  const { numbers } = numbered(evaluated(text));
  expect(numbers.nodes.map(({ thumbnail }) => thumbnail)).toEqual([
    { kind: 'heat', rows: 2, columns: 2, cells: [0.25, -0.5, 0.75, 1] },
    { kind: 'heat', rows: 1, columns: 2, cells: [0.5, 1] },
    { kind: 'heat', rows: 1, columns: 2, cells: [-0.273, 1] },
    null,
  ]);
});

test('a thumbnail marks non-finite elements as missing and keeps the others in position', () => {
  const { numbers } = numbered(evaluated('param x = [1, -1, 3]\ny = sqrt(x)\nloss L = sum(y)'));
  expect(numbers.nodes[1].thumbnail).toEqual({ kind: 'heat', rows: 1, columns: 3, cells: [0.577, null, 1] });
});

describe('a wire', () => {
  test('shows its contribution if the source has several consumers', () => {
    expect(shownAtWires('param x = 3\nloss L = x^2 - 4 * x')).toEqual(['x → L/0: ∂ 6', 'x → L/1: ∂ −4']);
  });

  test('shows nothing if no gradient flows through it', () => {
    expect(shownAtWires('param x = 3\ny = x * 2\nunused = x + y\nloss L = y')).toEqual(['x → y: ∂ 2', 'y → L: ∂ 1']);
  });

  const twice = 'fn twice(x) {\n  a = x * 2\n  return a + x\n}\nparam p = 1\nq = twice(p)\nloss L = q * p';

  test('shows the whole gradient that flows out of a collapsed group', () => {
    expect(shownAtWires(twice, allCollapsed)).toEqual(['p → q/twice: ∂ 3', 'p → L: ∂ 3']);
  });

  test('names the result that it carries out of a chunk with several results', () => {
    const lines = Array.from({ length: 380 }, (_, i) => `x${i + 1} = x${i} + ${i % 10 === 8 ? 'x0' : 'p'}`);
    const text = ['param p = 1', 'x0 = p * 2', ...lines, 'loss L = x380'].join('\n');
    expect(shownAtWires(text, allCollapsed).slice(0, 4)).toEqual([
      '//0.0 → //0.1: 10 ∂ 1',
      '//0.0 → //0.1: 2 ∂ 1',
      '//0.0 → //0.1: 1 ∂ 9',
      '//0.1 → //0.2: 21 ∂ 1',
    ]);
  });
});

test('a collapsed call shows its return value, even if a gradient uses another value of its body', () => {
  const text =
    'fn f(x) {\n  a = tanh(x)\n  return a * x\n}\nparam p = 0.5\nq = f(p)\nslope = ∂q/∂p\nloss L = q + slope';
  expect(shown(text, allCollapsed).slice(0, 2)).toEqual([expect.stringMatching(/^p: 0\.5 ∂ /), 'q/f: 0.2311 ∂ 1']);
});

test('each named node shows the same numbers as its annotation', () => {
  fc.assert(
    fc.property(modelTexts, fc.boolean(), (text, isCollapsed) => {
      const snapshot = evaluated(text, files);
      const { nodes, numbers } = numbered(snapshot, { isCollapsed, except: [] });
      const nodeIndexes = new Map(
        nodes.map(({ name, kind, id }, nodeIndex) => [kind === 'group' ? name : id, nodeIndex]),
      );
      for (const annotation of statementAnnotationsOf(snapshot).list) {
        if (annotation.kind !== 'value') continue;
        const nodeIndex = nodeIndexes.get(annotation.name);
        // Some params are inside the statement that uses them.
        if (nodeIndex === undefined) {
          expect(isCollapsed).toBe(true);
          continue;
        }
        const { value, gradient } = numbers.nodes[nodeIndex];
        const expected = formatQuantity(withoutElements(annotation.value), 4).replace(/ [▁▂▃▄▅▆▇█]*$/, '');
        expect(`${nodes[nodeIndex].shape} ${value}`.trim()).toBe(expected);
        expect(gradient).toBe(annotation.gradient ? formatMagnitude(annotation.gradient.value, 4) : null);
      }
    }),
    generatedCases(250),
  );
});

test('the gradients on the wires out of a scalar add up to its gradient', () => {
  fc.assert(
    fc.property(modelTexts, fc.boolean(), (text, isCollapsed) => {
      const {
        nodes,
        wires,
        wireValues,
        mainOutputs: mains,
        numbers,
      } = numbered(evaluated(text, files), { isCollapsed, except: [] }, 17);
      nodes.forEach(({ shape, isRoot, kind }, nodeIndex) => {
        const { gradient } = numbers.nodes[nodeIndex];
        const own = wires.flatMap(({ from }, wire) =>
          from === nodeIndex && wireValues[wire].node === mains[nodeIndex] ? [wire] : [],
        );
        const flowing = own.filter((wire) => numbers.wires[wire].magnitude !== null);
        if (gradient === null) expect(flowing.filter((wire) => numbers.wires[wire].magnitude !== 0)).toEqual([]);
        if (shape !== '' || isRoot || gradient === null || kind === 'group' || /[N∞]/.test(gradient)) return;
        const parts = flowing.map((wire) => numbers.wires[wire].gradient);
        if (parts.includes(null)) expect(own).toHaveLength(1);
        const sum = parts.reduce((sum, part) => sum + numberOf(part ?? gradient), 0);
        const size = Math.max(...parts.map((part) => Math.abs(numberOf(part ?? gradient))), 0);
        expect(Math.abs(sum - numberOf(gradient))).toBeLessThanOrEqual(1e-12 * size);
      });
    }),
    generatedCases(250),
  );
});
