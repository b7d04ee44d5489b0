/** Labels that are displayed at a zoom: none overlaps another, and the more important ones stay. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noHighlight } from '../../../client/webview/src/canvas/highlight.ts';
import { textScale, withVisibleLabels } from '../../../client/webview/src/canvas/labels.ts';
import { computeStyles, type NodeLabel } from '../../../client/webview/src/canvas/nodeStyles.ts';
import type { Arrangement } from '../../../client/webview/src/layout/arrangement.ts';
import { layOutBox } from '../../../client/webview/src/layout/layOutBox.ts';
import { layOutGraph } from '../../../client/webview/src/layout/layOutGraph.ts';
import type { HideableLabel } from '../../../protocol/panel/messages.ts';
import { graphOf, structureOf } from '../graphs.ts';

const structure = structureOf(
  ['a long name', 'y', 'q', 'another long name', 'b', 'L'],
  [
    [0, 2],
    [1, 2],
    [2, 3],
    [2, 4],
    [3, 5],
    [4, 5],
  ],
);

function labelsHiddenAt(scale: number, arrangement: Arrangement, hiddenLabels: readonly HideableLabel[] = []) {
  const styles = computeStyles(structure, graphOf(structure).numbers, noHighlight, hiddenLabels);
  return withVisibleLabels(styles, structure, layOutGraph(structure, undefined, arrangement), scale).nodes.map(
    (style) => style.hiddenLabels,
  );
}

test('everything is displayed where room is reserved for it', () => {
  for (const direction of ['right', 'down'] as const)
    for (const density of ['full', 'numbers'] as const)
      expect(labelsHiddenAt(1, { direction, density, bands: 1 }).flat()).toEqual([]);
});

test('no number crosses the border of a frame', () => {
  const group = { id: 'group', label: 'dense', parent: null, range: null };
  const nodes = structure.nodes.map((node, index) => ({ ...node, parent: index >= 2 && index <= 4 ? group.id : null }));
  const grouped = { ...structure, nodes, groups: [group] };
  const { numbers } = graphOf(grouped);
  const longNumbers = { ...numbers, nodes: numbers.nodes.map((node) => ({ ...node, value: '0.00045' })) };
  const styles = computeStyles(grouped, longNumbers, noHighlight);
  const hiddenIn = (arrangement: Arrangement) =>
    withVisibleLabels(styles, grouped, layOutGraph(grouped, undefined, arrangement), 1).nodes.map(
      (style) => style.hiddenLabels,
    );
  const names = { direction: 'down', density: 'names', bands: 1 } as const;
  const narrow = hiddenIn(names);
  expect(narrow[4]).toEqual(expect.arrayContaining(['value', 'gradient']));
  expect(narrow[5]).toEqual([]);
  expect(hiddenIn({ ...names, numbersWidth: 112 })[4]).toEqual([]);
});

test('symbols and names stay longer than numbers when the graph is zoomed out', () => {
  const hidden = labelsHiddenAt(1.6, { direction: 'down', density: 'numbers', bands: 1 }).flat();
  const count = (label: NodeLabel) => hidden.filter((name) => name === label).length;
  expect(count('symbol')).toBe(0);
  expect(count('gradient')).toBeGreaterThan(count('name'));
});

test('no node shows a gradient without its value where no room is reserved', () => {
  for (const scale of [1, 1.2, 1.5, 2, 3]) {
    for (const hidden of labelsHiddenAt(scale, { direction: 'down', density: 'names', bands: 1 }))
      if (hidden.includes('value')) expect(hidden).toContain('gradient');
  }
});

test('text is at least 9 pixels high at any zoom', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 3, noNaN: true }), (zoom) => {
      for (const density of ['full', 'names'] as const)
        expect(11 * zoom * textScale(zoom, 40, density)).toBeGreaterThanOrEqual(9 - 1e-6);
    }),
  );
  expect(textScale(1, 40, 'full')).toBe(1);
  expect(textScale(0.3, 301, 'full')).toBe(1);
});

test('labels that the user hides give their room to others', () => {
  const arrangement = { direction: 'down', density: 'numbers', bands: 1 } as const;
  const [all, withoutValues] = [[], ['value'] as const].map((hidden) => labelsHiddenAt(1.6, arrangement, hidden));
  const count = (labels: readonly (readonly NodeLabel[])[], label: NodeLabel) =>
    labels.flat().filter((hidden) => hidden === label).length;
  expect(count(withoutValues!, 'value')).toBe(structure.nodes.length);
  expect(count(withoutValues!, 'gradient')).toBeLessThan(count(all!, 'gradient'));
});

test('gradients stay where values are hidden by choice', () => {
  const hidden = labelsHiddenAt(0.5, { direction: 'right', density: 'names', bands: 1 }, ['value']);
  expect(hidden.filter((labels) => !labels.includes('gradient')).length).toBeGreaterThan(0);
});

test('an ellipsis stands for numbers without room, but not for those that the user hides', () => {
  const arrangement = { direction: 'down', density: 'numbers', bands: 1 } as const;
  const stylesAt = (scale: number, hiddenLabels: readonly HideableLabel[] = []) => {
    const styles = computeStyles(structure, graphOf(structure).numbers, noHighlight, hiddenLabels);
    return withVisibleLabels(styles, structure, layOutGraph(structure, undefined, arrangement), scale).nodes;
  };
  const crowded = stylesAt(1.6).filter(({ lacksRoom }) => lacksRoom);
  expect(crowded.length).toBeGreaterThan(0);
  for (const { hiddenLabels } of crowded) expect(hiddenLabels.join()).toMatch(/value|gradient/);
  expect(stylesAt(1).some(({ lacksRoom }) => lacksRoom)).toBe(false);
  expect(stylesAt(1.6, ['value', 'gradient']).some(({ lacksRoom }) => lacksRoom)).toBe(false);
});

test('an enlarged symbol takes the size of the smallest texts before it is truncated', () => {
  const nodes = structure.nodes.map((node, index) => (index === 2 ? { ...node, symbol: 'bce_with_logits' } : node));
  const long = { ...structure, nodes };
  const styles = computeStyles(long, graphOf(long).numbers, noHighlight);
  const placement = layOutGraph(long, undefined, { direction: 'down', density: 'numbers', bands: 1 });
  const fitAt = (scale: number) => withVisibleLabels(styles, long, placement, scale).nodes[2]!.symbolFit;
  expect(fitAt(1)).toEqual({ isSmall: false, columns: undefined });
  expect(fitAt(1.2)).toEqual({ isSmall: true, columns: undefined });
  expect(fitAt(2)).toMatchObject({ isSmall: false, columns: 8 });
});

test('a shape moves to the right of its enlarged name', () => {
  const box = (direction: 'down' | 'right') =>
    layOutBox({ ...structure.nodes[3]!, shape: '[2]' }, 1, { direction, density: 'names', bands: 1 });
  expect(box('down').shapeShift).toBeCloseTo('another long name'.length * 12 * 0.61);
  expect(box('right').shapeShift).toBe(0);
});

test('elements of small tensors are written out where there is room beside the other labels', () => {
  const nodes = structure.nodes.map((node) => ({ ...node, shape: '[2]', elementsSize: { lines: 1, columns: 20 } }));
  const tensors = { ...structure, nodes };
  const { numbers } = graphOf(tensors);
  const elements = { value: ['[0, 0.5]'], gradient: ['[−0.0342, −0.0699]'] };
  const withElements = { ...numbers, nodes: numbers.nodes.map((node) => ({ ...node, elements })) };
  const writtenIn = (arrangement: Arrangement, hiddenLabels: readonly HideableLabel[] = []) => {
    const styles = computeStyles(tensors, withElements, noHighlight, hiddenLabels);
    const placement = layOutGraph(tensors, undefined, arrangement);
    return withVisibleLabels(styles, tensors, placement, 1).nodes.map(({ elementMarks }) => elementMarks);
  };
  const names = { direction: 'down', density: 'names', bands: 1 } as const;
  expect(writtenIn(names)).toEqual(nodes.map(() => undefined));
  const roomy = writtenIn({ ...names, numbersWidth: 160, extraGap: 20 });
  // Wires pass below some of the values.
  expect(new Set(roomy.map((marks) => marks?.isGradientWrittenOut))).toEqual(new Set([true, false]));
  expect(writtenIn({ ...names, numbersWidth: 160, extraGap: 20 }, ['value'])).toEqual(nodes.map(() => undefined));
});
