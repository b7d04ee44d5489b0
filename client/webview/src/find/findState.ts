/** State of the search for a node: whether its box is open, and the node that it goes to. */

import type { NodeMatch } from '../../../../protocol/panel/findNode.ts';
import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { FindCommand, PanelAction } from '../state/actions.ts';
import { areExpanded } from './expandGroups.ts';

export interface FindState {
  /** The displayed file. */
  readonly uri: string | undefined;
  readonly isOpen: boolean;
  /** The chosen node until it has the focus; the groups that hide it are being expanded. */
  readonly sought: NodeMatch | undefined;
}

export const initialFind: FindState = { uri: undefined, isOpen: false, sought: undefined };

export function reduceFind(find: FindState, action: PanelAction): FindState {
  if (action.kind === 'file') return action.uri === find.uri ? find : { ...initialFind, uri: action.uri };
  return action.kind === 'find' ? applyCommand(find, action.command) : find;
}

function applyCommand(find: FindState, command: FindCommand): FindState {
  switch (command.kind) {
    case 'open':
      return { ...find, isOpen: true, sought: undefined };
    case 'close':
      return { ...find, isOpen: false };
    case 'goTo':
      return { ...find, isOpen: false, sought: command.match };
    case 'arrived':
      return { ...find, sought: undefined };
  }
}

/**
 * The id of the displayed node to go to: the sought one, or the group that hides it still because no more nodes can be
 * drawn. Null if there is none in this structure; undefined until its groups are expanded.
 */
export function destinationOf(sought: NodeMatch, { nodes, collapseState }: GraphStructure): string | null | undefined {
  const displayed = new Set(nodes.map(({ id }) => id));
  if (displayed.has(sought.id)) return sought.id;
  const groups = sought.hiddenIn.map(({ id }) => id);
  if (!areExpanded(collapseState, groups)) return undefined;
  return groups.find((id) => displayed.has(id)) ?? null;
}
