/** The search for a node in the panel: where it goes, and what it expands. */

import { describe, expect, test } from 'vitest';
import { areExpanded, withExpanded } from '../../../client/webview/src/find/expandGroups.ts';
import { destinationOf, type FindState, initialFind, reduceFind } from '../../../client/webview/src/find/findState.ts';
import type { FindCommand } from '../../../client/webview/src/state/actions.ts';
import type { NodeMatch } from '../../../protocol/panel/findNode.ts';
import { structureOf } from '../graphs.ts';

const match: NodeMatch = {
  id: 'h/dense.scores',
  kind: 'operator',
  name: 'scores',
  symbol: '÷',
  shape: '',
  line: 3,
  hiddenIn: [
    { id: 'h/=', label: 'h' },
    { id: 'h/dense', label: 'dense' },
  ],
};

const file = { kind: 'file', uri: 'file:///a.bp', name: 'a.bp', isPinned: false, isOpen: true } as const;
const shown = { ...file, collapseState: { isCollapsed: null, except: [] } };

function after(...commands: readonly FindCommand[]): FindState {
  const start = reduceFind(initialFind, shown);
  return commands.reduce((find, command) => reduceFind(find, { kind: 'find', command }), start);
}

describe('the box', () => {
  test('closes when a node is chosen, which is sought until it has the focus', () => {
    expect(after({ kind: 'open' })).toMatchObject({ isOpen: true });
    expect(after({ kind: 'open' }, { kind: 'goTo', match })).toMatchObject({ isOpen: false, sought: match });
    expect(after({ kind: 'goTo', match }, { kind: 'arrived' })).toMatchObject({ isOpen: false, sought: undefined });
    expect(after({ kind: 'goTo', match }, { kind: 'open' })).toMatchObject({ isOpen: true, sought: undefined });
    expect(after({ kind: 'open' }, { kind: 'close' })).toMatchObject({ isOpen: false });
  });

  test('stays open while its file is shown, and closes with another', () => {
    const open = after({ kind: 'open' });
    expect(reduceFind(open, { ...shown, isPinned: true })).toBe(open);
    expect(reduceFind(open, { ...shown, uri: 'file:///b.bp' })).toMatchObject({ isOpen: false });
  });
});

describe('the destination', () => {
  const structure = (names: readonly string[], except: readonly string[]) => ({
    ...structureOf(names, []),
    collapseState: { isCollapsed: true, except },
  });

  test('is the node once it is displayed', () => {
    expect(destinationOf(match, structure(['x', 'h/='], []))).toBeUndefined();
    expect(destinationOf(match, structure(['x', 'h/dense'], ['h/=']))).toBeUndefined();
    expect(destinationOf(match, structure(['x', 'h/dense.scores'], ['h/=', 'h/dense']))).toBe('h/dense.scores');
  });

  test('is the group that stays collapsed at the limit of nodes', () => {
    expect(destinationOf(match, structure(['x', 'h/='], ['h/=', 'h/dense']))).toBe('h/=');
  });

  test('is null if the node is gone', () => {
    expect(destinationOf(match, structure(['x'], ['h/=', 'h/dense']))).toBeNull();
  });
});

test.each([
  [{ isCollapsed: true, except: ['a'] }, ['a', 'b'], { isCollapsed: true, except: ['a', 'b'] }],
  [{ isCollapsed: false, except: ['a', 'b', 'c'] }, ['a', 'b'], { isCollapsed: false, except: ['c'] }],
  [{ isCollapsed: false, except: ['c'] }, ['a'], { isCollapsed: false, except: ['c'] }],
])('%j with %j expanded', (collapseState, ids, expanded) => {
  expect(withExpanded(collapseState, ids)).toEqual(expanded);
  expect(areExpanded(collapseState, ids)).toBe(JSON.stringify(collapseState) === JSON.stringify(expanded));
  expect(areExpanded(expanded, ids)).toBe(true);
});
