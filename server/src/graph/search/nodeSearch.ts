/** Searches the nodes of a graph by name, operator and kind, including those inside collapsed groups. */

import type { FindNodeReply, NodeMatch } from '../../../../protocol/panel/findNode.ts';
import type { CollapseState, GraphNode } from '../../../../protocol/panel/graph.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { truncate } from '../../language/text/truncate.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { type GraphItems, graphItemsOf } from '../graphItems.ts';
import { type Group, type Item, startOf } from '../groups.ts';
import { mainOutputOf } from '../outputs.ts';
import { type MatchRank, matchRank, matchRanks, searchForm } from './textMatch.ts';

/** A vertex or a collapsed group, which is a node of the graph once the groups around it are expanded. */
interface Candidate {
  readonly item: Item;
  readonly parent: Group | undefined;
  readonly name: string | undefined;
  /** True if a collapsed group around the node displays its value by its name. */
  readonly isNameDisplayed: boolean;
  /** True if the name is valid only within a body or another file. */
  readonly isLocal: boolean;
  /** Names of the operator and the kind. */
  readonly texts: readonly string[];
}

/** Matches by name come first, and then named nodes. */
const tiers = { name: 0, namedNode: 1, unnamedNode: 2 };

export class NodeSearch {
  readonly #snapshot: Snapshot;
  readonly #graphItems: GraphItems;
  readonly #parents = new Map<Group, Group | undefined>();
  readonly #candidates: Candidate[] = [];

  /** @param collapseState that of the displayed graph. */
  constructor(snapshot: Snapshot, collapseState: CollapseState) {
    this.#snapshot = snapshot;
    this.#graphItems = graphItemsOf(snapshot, collapseState);
    this.#collectCandidates();
  }

  /** Nodes of equal rank are in program order. */
  find(query: string, maxMatches: number): FindNodeReply {
    const searched = searchForm(query.trim());
    const textRanks = new Map<string, MatchRank | undefined>();
    const rankOfText = (text: string): MatchRank | undefined => {
      if (!textRanks.has(text)) textRanks.set(text, matchRank(text, searched));
      return textRanks.get(text);
    };
    const ranked: { readonly candidate: Candidate; readonly rank: number }[] = [];
    for (const candidate of this.#candidates) {
      const rank = this.#rankByName(candidate, searched) ?? rankByTexts(candidate, rankOfText);
      if (rank !== undefined) ranked.push({ candidate, rank });
    }
    ranked.sort((a, b) => a.rank - b.rank);
    return {
      matches: ranked.slice(0, maxMatches).map(({ candidate }) => this.#matchOf(candidate)),
      total: ranked.length,
      reason: null,
    };
  }

  /** Outer groups come before what is inside them. */
  #collectCandidates(): void {
    const { items, resolved } = this.#graphItems;
    /** Nodes whose values collapsed groups display by their names. */
    const displayedByGroup = new Set<NodeId>();
    const stack: { readonly item: Item; readonly parent: Group | undefined }[] = [];
    const pushItems = (children: readonly Item[], parent: Group | undefined): void => {
      for (let index = children.length - 1; index >= 0; index--) stack.push({ item: children[index], parent });
    };
    pushItems(items, undefined);
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { item, parent } = next;
      if (typeof item === 'number') {
        this.#candidates.push(this.#vertexCandidate(item, parent, displayedByGroup));
        continue;
      }
      this.#parents.set(item, parent);
      if (!resolved.expanded.has(item) && item.key.kind !== 'chunk')
        this.#candidates.push(this.#groupCandidate(item, parent, displayedByGroup));
      pushItems(item.items, item);
    }
  }

  #vertexCandidate(vertex: number, parent: Group | undefined, displayedByGroup: ReadonlySet<NodeId>): Candidate {
    const { descriptions, expandedGraph, provenanceTable } = this.#graphItems;
    const programNode = expandedGraph.programNodes[vertex];
    const provenance = provenanceTable.provenanceOf(vertex);
    const kind = descriptions.kindOf(vertex);
    const texts = [descriptions.symbolOf(vertex, provenance), kind];
    if (kind === 'operator') {
      const { name, call, symbol } = this.#snapshot.model.program.operator(expandedGraph.consumerOf(vertex));
      texts.push(name, call?.name ?? name, symbol?.text ?? name);
    }
    return {
      item: vertex,
      parent,
      name: provenance.name ?? (programNode === expandedGraph.root ? this.#snapshot.model.objective?.label : undefined),
      isNameDisplayed: displayedByGroup.has(programNode),
      isLocal: !provenance.isGlobal,
      texts,
    };
  }

  #groupCandidate(group: Group, parent: Group | undefined, displayedByGroup: Set<NodeId>): Candidate {
    const { descriptions, expandedGraph, provenanceTable } = this.#graphItems;
    const { key } = group;
    const main = mainOutputOf(group, expandedGraph, provenanceTable, this.#snapshot.model);
    const name = (main !== undefined && expandedGraph.namedStatementOf(main)?.name.name) || descriptions.nameOf(group);
    const isNameDisplayed = main !== undefined && displayedByGroup.has(main);
    if (main !== undefined && name !== undefined) displayedByGroup.add(main);
    return {
      item: group,
      parent,
      name,
      isNameDisplayed,
      isLocal: key.kind === 'region' && provenanceTable.parentRegion[key.region] >= 0,
      // The expression of a statement would match the names in it.
      texts: key.kind === 'statement' ? ['group'] : [descriptions.symbolOfGroup(group), 'group'],
    };
  }

  #matchOf({ item, parent, name }: Candidate): NodeMatch {
    const { descriptions } = this.#graphItems;
    const { id, kind, symbol, shape, range } =
      typeof item === 'number' ? descriptions.vertex(item, parent) : this.#describeGroup(item, parent);
    return {
      id,
      kind,
      name: name === undefined ? null : truncate(name),
      symbol,
      shape,
      line: range?.start.line ?? this.#lineOf(item),
      hiddenIn: this.#hiddenIn(parent),
    };
  }

  #describeGroup(group: Group, parent: Group | undefined): GraphNode {
    const { descriptions, expandedGraph, provenanceTable } = this.#graphItems;
    const main = mainOutputOf(group, expandedGraph, provenanceTable, this.#snapshot.model);
    return descriptions.collapsedGroup(group, parent, { all: main === undefined ? [] : [main], main });
  }

  /** Also by the end of the id in the notation of members, such as `attention.scores`. */
  #rankByName({ item, name, isNameDisplayed, isLocal }: Candidate, query: string): number | undefined {
    if (name === undefined || isNameDisplayed) return undefined;
    const rank = matchRank(name, query);
    if (rank !== undefined || typeof item !== 'number' || !query.includes('.'))
      return rank === undefined ? undefined : combine(tiers.name, rank, isLocal);
    const path = this.#graphItems.ids.vertexId(item).replaceAll('/', '.');
    const pathRank = `.${searchForm(path)}`.endsWith(`.${query}`) ? matchRanks.exact : matchRank(path, query);
    return pathRank === undefined ? undefined : combine(tiers.name, pathRank, isLocal);
  }

  #lineOf(item: Item): number | null {
    const statement = this.#graphItems.provenanceTable.owningStatement(startOf(item));
    return statement ? this.#snapshot.lines.positionAt(statement.start).line : null;
  }

  #hiddenIn(innermost: Group | undefined): NodeMatch['hiddenIn'] {
    const { descriptions, ids, resolved } = this.#graphItems;
    const hiding: Group[] = [];
    for (let group = innermost; group && !resolved.expanded.has(group); group = this.#parents.get(group))
      hiding.push(group);
    return hiding.reverse().map((group) => ({ id: ids.groupId(group.key), label: descriptions.pathLabel(group) }));
  }
}

/** Parts of words would match too many operators and kinds. */
function rankByTexts(
  { name, texts, isLocal }: Candidate,
  rankOfText: (text: string) => MatchRank | undefined,
): number | undefined {
  const ranks = texts
    .map(rankOfText)
    .filter((rank) => rank !== undefined)
    .filter((rank) => rank <= matchRanks.wordStart);
  const tier = name === undefined ? tiers.unnamedNode : tiers.namedNode;
  return ranks.length === 0 ? undefined : combine(tier, Math.min(...ranks), isLocal);
}

/** Smaller is better. */
function combine(tier: number, rank: number, isLocal: boolean): number {
  return 2 * (tier * Object.keys(matchRanks).length + rank) + Number(isLocal);
}
