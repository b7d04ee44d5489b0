/** Expanding and collapsing a level of groups, or all. */
import { expect, test } from 'vitest';
import { areManyToggled, collapseStateAfter, hasLevels } from '../../../client/webview/src/canvas/collapseLevels.ts';
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

test('a small graph without groups has no levels', () => {
  expect(hasLevels(small)).toBe(false);
  expect(hasLevels(nested(state))).toBe(true);
});

test('a level is what can be expanded next, and the innermost frames are collapsed first', () => {
  expect(collapseStateAfter(nested(state), 'expandLevel')).toEqual({
    isCollapsed: true,
    except: ['outer', 'inner', 'first', 'second'],
  });
  expect(collapseStateAfter(nested(state), 'collapseLevel')).toEqual({ isCollapsed: true, except: ['outer'] });
  const expanded = { isCollapsed: false, except: ['first', 'second'] };
  expect(collapseStateAfter(nested(expanded), 'expandLevel')).toEqual({ isCollapsed: false, except: [] });
  expect(collapseStateAfter(nested(expanded), 'collapseLevel')).toEqual({
    isCollapsed: false,
    except: ['first', 'second', 'inner'],
  });
});

test('everything is expanded or collapsed, which starts without exceptions', () => {
  expect(collapseStateAfter(nested(state), 'collapseAll')).toEqual({ isCollapsed: true, except: [] });
  expect(collapseStateAfter(nested(state), 'expandAll')).toEqual({ isCollapsed: false, except: [] });
  expect(collapseStateAfter(small, 'expandAll')).toBe(undefined);
  expect(collapseStateAfter({ ...small, collapseState: { isCollapsed: true, except: [] } }, 'collapseAll')).toBe(
    undefined,
  );
});

test('a single toggled group is told from many', () => {
  const before = nested(state);
  const after = (except: string[]) => nested({ isCollapsed: true, except });
  expect(areManyToggled(before, after(['outer']))).toBe(false);
  expect(areManyToggled(before, after([]))).toBe(true);
  expect(areManyToggled(before, nested({ isCollapsed: false, except: ['outer', 'inner'] }))).toBe(true);
});
