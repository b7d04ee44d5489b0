/** Groups of the graph: initial expansion, collapsing and labels. */

import { describe, expect, test } from 'vitest';
import type { CollapseState } from '../../protocol/panel/graph.ts';
import {
  allCollapsed,
  allExpanded,
  displayGraphOf,
  initialCollapseState,
  nodeRows,
} from '../support/fixtures/graphText.ts';
import { transformer } from '../support/models/bigModels.ts';
import { longModel } from '../support/models/longModel.ts';

/** Labels of the frames with their parents. */
function frames(text: string, collapseState: CollapseState): string[] {
  const { groups } = displayGraphOf(text, collapseState).structure;
  return groups.map(({ label, parent }) => (parent === null ? label : `${label} in ${parent}`));
}

const layers = `fn block(x, n) {
  h = tanh(dense(x, n))
  return x + h
}
data X = [[1, 2], [3, 4]]
a = block(X, 2)
loss L = mean(block(a, 2))`;

describe('a group for a call', () => {
  test('collapses to one node, labeled by its statement if that is only the call', () => {
    const { nodes } = displayGraphOf(layers, allCollapsed).structure;
    expect(nodes.map(({ id, kind, name, symbol, shape, size }) => [id, kind, name, symbol, shape, size])).toEqual([
      ['X', 'data', 'X', 'X', '[2×2]', 1],
      ['a/block', 'group', 'a', 'block', '[2×2]', 6],
      ['L/block', 'group', null, 'block', '[2×2]', 6],
      ['L', 'operator', 'L', 'mean', '', 1],
    ]);
  });

  test('contains the calls in its body', () => {
    expect(frames(layers, allExpanded)).toEqual(['block', 'dense in a/block', 'block', 'dense in L/block']);
  });

  test('expands without other groups', () => {
    expect(nodeRows(layers, { isCollapsed: true, except: ['a/block'] })).toEqual([
      'X',
      'a/block/dense: dense',
      'a/block.h: tanh',
      'a: +',
      'L/block: block',
      'L: mean',
    ]);
  });

  test('has a source range at its call; the body of a library function has none', () => {
    const { nodes, groups } = displayGraphOf(layers, allExpanded).structure;
    const lineOf = (id: string) => [...nodes, ...groups].find((it) => it.id === id)!.range?.start.line;
    expect(['a/block', 'a/block/dense', 'a.h.W', 'a/block/dense/0'].map(lineOf)).toEqual([5, 1, undefined, undefined]);
  });
});

describe('a group for a gradient expression', () => {
  test('is labeled by its source', () => {
    const text = 'param x = 2\ny = x^3\nslope = ∂y/∂x\nloss L = slope^2 + ∂slope/∂x';
    const { nodes } = displayGraphOf(text, allCollapsed).structure;
    expect(nodes.filter(({ kind }) => kind === 'group').map(({ id, name, symbol }) => [id, name, symbol])).toEqual([
      ['slope/∂', 'slope', '∂y/∂x'],
      ['L/∂', null, '∂slope/∂x'],
    ]);
  });
});

describe('a large model', () => {
  test('opens with statements collapsed in chunks of ten', () => {
    const { nodes, groups, collapseState, notice } = displayGraphOf(longModel(302)).structure;
    expect(nodes.map(({ symbol }) => symbol).slice(0, 3)).toEqual(['lines 2–11', 'lines 12–21', 'lines 22–31']);
    expect(nodes.at(-1)?.name).toBe('L');
    expect(nodes).toHaveLength(31);
    expect(groups).toEqual([]);
    expect(collapseState).toEqual({ isCollapsed: true, except: [] });
    expect(notice).toBeNull();
  });

  test('opens with each statement collapsed separately if these nodes fit', () => {
    const { nodes, groups } = displayGraphOf(longModel(27)).structure;
    expect(nodes.slice(0, 4).map(({ id, kind }) => [id, kind])).toEqual([
      ['total0', 'const'],
      ['w0', 'param'],
      ['h0/=', 'group'],
      ['h1/=', 'group'],
    ]);
    expect(groups).toEqual([]);
  });

  test('draws a param inside the only statement that uses it', () => {
    const lines = Array.from({ length: 12 }, (_, i) => `param W${i} = 0.5\nh${i + 1} = tanh(h${i} * W${i} + shift)`);
    const text = ['param shift = 1', 'const h0 = 1', ...lines, 'loss L = h12^2'].join('\n');
    const { nodes, collapseState } = displayGraphOf(text).structure;
    expect(collapseState.isCollapsed).toBe(true);
    expect(nodes.map(({ id }) => id)).toEqual([
      'shift',
      'h0',
      ...Array.from({ length: 12 }, (_, i) => `h${i + 1}/=`),
      'L',
    ]);
    expect(nodes[2]).toMatchObject({ name: 'h1', size: 4 });
    const opened = displayGraphOf(text, { isCollapsed: true, except: ['h1/='] }).structure;
    expect(opened.nodes.filter(({ parent }) => parent === 'h1/=').map(({ id }) => id)).toEqual([
      'W0',
      'h1/0',
      'h1/1',
      'h1',
    ]);
  });

  test('has no statements as groups if everything is expanded', () => {
    expect(frames(longModel(27), allExpanded)).toEqual([]);
  });

  test('groups chunks into chunks of chunks', () => {
    const text = longModel(1000);
    const { nodes } = displayGraphOf(text).structure;
    expect(nodes.map(({ symbol }) => symbol)).toEqual([
      ...Array.from({ length: 9 }, (_, i) => `lines ${i * 100 + 2}–${i * 100 + 101}`),
      'lines 902–1000',
    ]);
    expect(nodes[0]).toMatchObject({
      id: '//1.0',
      name: null,
      source: '',
      range: { start: { line: 1 }, end: { line: 100 } },
    });
    expect(frames(text, { isCollapsed: true, except: ['//1.0', '//0.0'] })).toEqual([
      'lines 2–101',
      'lines 2–11 in //1.0',
    ]);
  });

  test('numbers chunks by lines of the file, not of the library', () => {
    const chain = Array.from({ length: 300 }, (_, i) => `h${i + 1} = tanh(dense(h${i}, 1))`);
    const { nodes } = displayGraphOf(['data h0 = [[1]]', ...chain, 'loss L = mean(h300)'].join('\n')).structure;
    expect(nodes.map(({ symbol }) => symbol).slice(0, 2)).toEqual(['lines 1–10', 'lines 11–20']);
  });

  test('groups the operations of a single statement into chunks', () => {
    const text = `param w = 0.5\nloss L = ${Array.from({ length: 200 }, () => 'sin(w)').join(' + ')}`;
    const { nodes, groups, collapseState } = displayGraphOf(text).structure;
    expect(groups.map(({ label }) => label)).toEqual(['L']);
    expect(collapseState).toEqual({ isCollapsed: true, except: ['L/='] });
    expect(nodes.map(({ symbol }) => symbol).slice(0, 3)).toEqual(['w', 'operations 1–10', 'operations 11–20']);
    const inner = displayGraphOf(text, { isCollapsed: true, except: ['L/=', 'L/=//0.1'] }).structure;
    expect(inner.groups.at(-1)).toMatchObject({ label: 'operations 11–20', parent: 'L/=' });
  });

  test('opens with its only call expanded', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `  a${i + 1} = block(a${i}, 3)`);
    const text = `fn block(x, n) = tanh(dense(tanh(dense(x, n)), n)) + x
fn net(a0) {
${lines.join('\n')}
  return a30
}
data X = [[1, 2, 3]]
loss L = mean(net(X))`;
    const { nodes, collapseState } = displayGraphOf(text).structure;
    expect(collapseState).toEqual({ isCollapsed: true, except: ['L/net'] });
    expect(nodes.map(({ symbol }) => symbol)).toEqual(['X', 'block × 30', 'mean']);
  });

  test('draws calls of one function in a row as one box, which opens into them', () => {
    const { nodes, collapseState } = displayGraphOf(transformer).structure;
    expect(collapseState.isCollapsed).toBe(true);
    const repeat = nodes.find(({ symbol }) => symbol === 'block × 4')!;
    expect(repeat).toMatchObject({ kind: 'group', name: 'x4', shape: '[2×6×8]' });
    const opened = displayGraphOf(transformer, { isCollapsed: true, except: [repeat.id] }).structure;
    expect(opened.groups.map(({ label }) => label)).toEqual(['block × 4']);
    expect(opened.nodes.filter(({ parent }) => parent === repeat.id).map(({ name, symbol }) => [name, symbol])).toEqual(
      ['x1', 'x2', 'x3', 'x4'].map((name) => [name, 'block']),
    );
  });

  test('does not join calls that do not take the result of the one before', () => {
    const text = `data X = [[1, 2], [3, 4]]\n${['a', 'b', 'c'].map((name) => `${name} = mlp(X, 8, 2)`).join('\n')}\nloss L = mean(a + b + c)`;
    expect(nodeRows(text).filter((row) => row.includes('×'))).toEqual([]);
  });

  test('shows at most 4,000 nodes and reports the limit', () => {
    const text = longModel(5000);
    const { nodes, notice } = displayGraphOf(text, allExpanded).structure;
    expect(nodes.length).toBeLessThanOrEqual(4000);
    expect(nodes.length).toBeGreaterThan(3900);
    expect(notice).toMatch(
      /^[\d,]+ groups stay collapsed: at most 4,000 nodes can be drawn\. Collapse other groups to make room\.$/,
    );
    const refused = nodes.filter(({ kind }) => kind === 'group').length;
    expect(notice).toContain(refused.toLocaleString('en-US'));
    const roomier = displayGraphOf(text, { isCollapsed: false, except: ['//1.0'] });
    expect(roomier.structure.nodes[0]).toMatchObject({ id: '//1.0', symbol: expect.stringMatching(/^lines 2–/) });
  });
});

test('a small model opens fully expanded', () => {
  expect(displayGraphOf(layers, initialCollapseState).structure.collapseState).toEqual({
    isCollapsed: false,
    except: [],
  });
});
