/** Styles of nodes and wires: gradient magnitude, playback state and highlight. */
import { describe, expect, test } from 'vitest';
import { type AccumulatedGradient, noHighlight } from '../../../client/webview/src/canvas/highlight.ts';
import { computeStyles, reuseEqualStyles } from '../../../client/webview/src/canvas/nodeStyles.ts';
import { gradientScale, scaleLabels, strokeWidth } from '../../../client/webview/src/canvas/wires/wireScale.ts';
import type { GraphNumbers } from '../../../protocol/panel/graph.ts';
import { gradientShade, maxShade } from '../../../protocol/shared/gradientScale.ts';
import { graphOf, structureOf } from '../graphs.ts';

const fork = structureOf(
  ['x', 'a', 'b', 'L'],
  [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
  ],
);
const { numbers } = graphOf(fork);

function withMagnitudes(...magnitudes: readonly (number | null)[]): GraphNumbers {
  return { nodes: [], wires: magnitudes.map((magnitude) => ({ value: null, gradient: null, magnitude })) };
}

describe('the gradient scale', () => {
  test('is logarithmic', () => {
    const scale = gradientScale(withMagnitudes(0.01, 1, 100, null, 0));
    expect(scale).toEqual({ min: 0.01, max: 100 });
    expect([0.01, 1, 100].map((magnitude) => gradientShade(scale, magnitude))).toEqual([1, 6, maxShade]);
  });

  test('distinguishes a missing gradient from zero', () => {
    const scale = gradientScale(withMagnitudes(1, 10));
    expect([null, 0].map((magnitude) => gradientShade(scale, magnitude))).toEqual([null, 0]);
    expect(strokeWidth(null)).toBeLessThan(strokeWidth(0));
    expect(strokeWidth(0)).toBeLessThan(strokeWidth(maxShade));
  });

  test('puts a single gradient at the maximum, and is missing without gradients', () => {
    expect(gradientShade(gradientScale(withMagnitudes(3)), 3)).toBe(maxShade);
    expect(gradientScale(withMagnitudes(null, 0))).toBe(null);
    expect(gradientShade(null, 0)).toBe(0);
  });

  test('spans at most four powers of ten', () => {
    expect(gradientScale(withMagnitudes(1e-30, 8))).toEqual({ min: 8e-4, max: 8 });
    expect(gradientScale(withMagnitudes(Number.MIN_VALUE))).toEqual({ min: Number.MIN_VALUE, max: Number.MIN_VALUE });
  });

  test('is labeled with two digits', () => {
    expect(scaleLabels({ min: 2.5e-7, max: 0.0123 })).toEqual(['2.5e−7', '0.012']);
    expect(scaleLabels({ min: 16, max: 1234 })).toEqual(['16', '1234']);
  });
});

test('only a wire from a fan-out shows a gradient of its own', () => {
  const own = { ...numbers, wires: numbers.wires.map((wire, index) => ({ ...wire, gradient: `${index}` })) };
  expect(computeStyles(fork, own, noHighlight).wires.map(({ gradient }) => gradient)).toEqual(['0', '1', null, null]);
});

test('a wire that carries all of the gradient leaves it to its source', () => {
  const gradients = ['7', null, '2', '3'];
  const own = { ...numbers, wires: numbers.wires.map((wire, index) => ({ ...wire, gradient: gradients[index]! })) };
  expect(computeStyles(fork, own, noHighlight).wires.map(({ gradient }) => gradient)).toEqual([null, null, null, null]);
});

test('a node without a magnitude uses the largest magnitude of its outgoing wires', () => {
  const magnitudes = [3, 27, 1, null];
  const group = {
    nodes: numbers.nodes.map((node) => ({ ...node, magnitude: null })),
    wires: numbers.wires.map((wire, index) => ({ ...wire, magnitude: magnitudes[index] ?? null })),
  };
  const shades = computeStyles(fork, group, noHighlight).nodes.map(({ shade }) => shade);
  expect(shades).toEqual([maxShade, 1, null, null]);
});

test('the playback marks only computed values and gradients as known', () => {
  const playback = {
    phase: 'backward' as const,
    values: new Set([0, 1]),
    gradients: new Map([[0, { text: '1.5', elements: null }]]),
    wires: new Set([0]),
  };
  const { nodes, wires } = computeStyles(fork, numbers, { nodes: new Set([0]), wires: new Set([1]), playback });
  expect(nodes.map(({ isValueKnown }) => isValueKnown)).toEqual([true, true, false, false]);
  expect(nodes.map(({ isGradientKnown }) => isGradientKnown)).toEqual([true, false, false, false]);
  expect(nodes.map(({ gradient }) => gradient)).toEqual(['1.5', '2', '2', '2']);
  expect(nodes.map(({ highlight: light }) => light)).toEqual(['backward', 'none', 'none', 'none']);
  expect(wires.map(({ isGradientKnown }) => isGradientKnown)).toEqual([true, false, false, false]);
  expect(wires.map(({ highlight: light }) => light)).toEqual(['none', 'backward', 'none', 'none']);
});

test('wires are neutral until a gradient flows through them, and values are highlighted in their own color', () => {
  const playback = {
    phase: 'forward' as const,
    values: new Set([0]),
    gradients: new Map<number, AccumulatedGradient>(),
    wires: new Set<number>(),
  };
  const { nodes, wires } = computeStyles(fork, numbers, { nodes: new Set([0]), wires: new Set([1]), playback });
  expect([...nodes, ...wires].map(({ shade }) => shade)).toEqual(new Array(8).fill(null));
  expect([nodes[0]!.highlight, wires[1]!.highlight]).toEqual(['forward', 'forward']);
  const later = { ...playback, phase: 'backward' as const, wires: new Set([1]) };
  const { wires: laterWires } = computeStyles(fork, numbers, { ...noHighlight, playback: later });
  const all = computeStyles(fork, numbers, noHighlight).wires;
  expect(laterWires.map(({ shade }) => shade)).toEqual([null, all[1]!.shade, null, null]);
});

test('the shared segment is highlighted with its wires', () => {
  const { nodes } = computeStyles(fork, numbers, { ...noHighlight, wires: new Set([1, 2]) });
  expect(nodes.map(({ trunkHighlight: trunkLight }) => trunkLight)).toEqual(['editor', 'editor', 'none', 'none']);
});

test('unchanged style objects are reused', () => {
  const before = computeStyles(fork, numbers, noHighlight);
  const changed = {
    ...numbers,
    nodes: numbers.nodes.map((node, index) => (index === 2 ? { ...node, value: '7' } : { ...node })),
  };
  const after = reuseEqualStyles(before, computeStyles(fork, changed, noHighlight));
  expect(after.nodes.map((style, index) => style === before.nodes[index])).toEqual([true, true, false, true]);
  expect(after.wires.every((style, index) => style === before.wires[index])).toBe(true);
  expect(after.scale).toBe(before.scale);
});
