/** Folding and unfolding a level of groups, or all. */
import { expect, test } from 'vitest';
import { areManyToggled, canFold, folded } from '../../../client/webview/src/canvas/folding.ts';
import type { CollapseState, GraphStructure } from '../../../protocol/panel/graph.ts';
import { structureOf } from '../graphs.ts';

const small = structureOf(['x', 'L'], [[0, 1]]);

/** The frame `outer` around the frame `inner`, and two collapsed groups. */
function nested(collapseState: CollapseState): GraphStructure {
  const frame = (id: string, parent: string | null) => ({ id, label: id, parent, range: null });
  const [x, L] = small.nodes;
  const group = (id: string) => ({ ...x!, id, kind: 'group' as const });
  return {
    ...small,
    nodes: [group('first'), group('second'), { ...L!, parent: 'inner' }],
    groups: [frame('outer', null), frame('inner', 'outer')],
    collapseState,
  };
}

const state = { isCollapsed: true, except: ['outer', 'inner'] };

test('a small graph without groups offers no folding', () => {
  expect(canFold(small)).toBe(false);
  expect(canFold(nested(state))).toBe(true);
});

test('a level is what can be unfolded next, and the innermost frames are folded first', () => {
  expect(folded(nested(state), 'unfoldLevel')).toEqual({
    isCollapsed: true,
    except: ['outer', 'inner', 'first', 'second'],
  });
  expect(folded(nested(state), 'foldLevel')).toEqual({ isCollapsed: true, except: ['outer'] });
  const expanded = { isCollapsed: false, except: ['first', 'second'] };
  expect(folded(nested(expanded), 'unfoldLevel')).toEqual({ isCollapsed: false, except: [] });
  expect(folded(nested(expanded), 'foldLevel')).toEqual({ isCollapsed: false, except: ['first', 'second', 'inner'] });
});

test('everything is folded or unfolded, which starts without exceptions', () => {
  expect(folded(nested(state), 'foldAll')).toEqual({ isCollapsed: true, except: [] });
  expect(folded(nested(state), 'unfoldAll')).toEqual({ isCollapsed: false, except: [] });
  expect(folded(small, 'unfoldAll')).toBe(undefined);
  expect(folded({ ...small, collapseState: { isCollapsed: true, except: [] } }, 'foldAll')).toBe(undefined);
});

test('a single toggled group is told from many', () => {
  const before = nested(state);
  const after = (except: string[]) => nested({ isCollapsed: true, except });
  expect(areManyToggled(before, after(['outer']))).toBe(false);
  expect(areManyToggled(before, after([]))).toBe(true);
  expect(areManyToggled(before, nested({ isCollapsed: false, except: ['outer', 'inner'] }))).toBe(true);
});
