/** Expands groups in a collapse state. */

import type { CollapseState } from '../../../../protocol/panel/graph.ts';

/** Other groups stay as they are, and so do groups that are expanded already. */
export function withExpanded({ isCollapsed, except }: CollapseState, ids: readonly string[]): CollapseState {
  if (isCollapsed) return { isCollapsed, except: [...except, ...ids.filter((id) => !except.includes(id))] };
  return { isCollapsed, except: except.filter((id) => !ids.includes(id)) };
}

/** True if all of these groups are requested to be expanded. */
export function areExpanded({ isCollapsed, except }: CollapseState, ids: readonly string[]): boolean {
  return ids.every((id) => except.includes(id) === isCollapsed);
}
