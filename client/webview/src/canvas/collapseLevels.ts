/** Expands and collapses many groups at once: a level, or all. */

import type { CollapseState, GraphStructure } from '../../../../protocol/panel/graph.ts';

export type LevelCommand = 'expandLevel' | 'collapseLevel' | 'expandAll' | 'collapseAll';

/** A graph with more nodes than this may be collapsed to statements, even if it has no group while everything is expanded. */
const minCollapsibleNodes = 25;

/** False in a small graph without groups. */
export function hasLevels({ nodes, groups }: GraphStructure): boolean {
  return groups.length > 0 || nodes.length > minCollapsibleNodes || nodes.some(({ kind }) => kind === 'group');
}

/** The collapse state after a command; undefined if it would change nothing. */
export function collapseStateAfter(
  { nodes, groups, collapseState }: GraphStructure,
  command: LevelCommand,
): CollapseState | undefined {
  const collapsedIds = nodes.filter(({ kind }) => kind === 'group').map(({ id }) => id);
  const outerIds = new Set(groups.map(({ parent }) => parent));
  const innermostIds = groups.map(({ id }) => id).filter((id) => !outerIds.has(id));
  switch (command) {
    case 'expandLevel':
      return collapsedIds.length === 0 ? undefined : withToggled(collapseState, collapsedIds);
    case 'collapseLevel':
      if (innermostIds.length > 0) return withToggled(collapseState, innermostIds);
      return collapseState.isCollapsed ? undefined : { isCollapsed: true, except: [] };
    case 'expandAll':
      return collapsedIds.length === 0 && !collapseState.isCollapsed ? undefined : { isCollapsed: false, except: [] };
    case 'collapseAll':
      return groups.length === 0 && collapseState.isCollapsed ? undefined : { isCollapsed: true, except: [] };
  }
}

function withToggled({ isCollapsed, except }: CollapseState, ids: readonly string[]): CollapseState {
  const toggled = new Set(ids);
  const existing = new Set(except);
  return {
    isCollapsed,
    except: [...except.filter((id) => !toggled.has(id)), ...ids.filter((id) => !existing.has(id))],
  };
}

/** True if more than one group was expanded or collapsed between two structures. */
export function areManyToggled(
  { collapseState: before }: GraphStructure,
  { collapseState: after }: GraphStructure,
): boolean {
  if (before.isCollapsed !== after.isCollapsed) return true;
  const [old, current] = [new Set(before.except), new Set(after.except)];
  const changed = [...before.except.filter((id) => !current.has(id)), ...after.except.filter((id) => !old.has(id))];
  return changed.length > 1;
}
