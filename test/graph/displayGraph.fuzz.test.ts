/** Invariants of every display graph, for any model and collapse state: order, ids, wires, source ranges. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CollapseState, GraphStructure } from '../../protocol/panel/graph.ts';
import { formatQuantity, withoutElements } from '../../server/src/display/quantity.ts';
import { buildDisplayGraph } from '../../server/src/graph/buildDisplayGraph.ts';
import type { DisplayGraph } from '../../server/src/graph/displayGraph.ts';
import { numbersOf } from '../../server/src/graph/graphNumbers.ts';
import { emptyContext } from '../../server/src/language/lowering/context.ts';
import { statementAnnotationsOf } from '../../server/src/snapshot/annotations/statementAnnotations.ts';
import { analyze, type Snapshot } from '../../server/src/snapshot/snapshot.ts';
import { allCollapsed, allExpanded } from '../support/fixtures/graphText.ts';
import { evaluated } from '../support/models/evaluated.ts';
import { longModel } from '../support/models/longModel.ts';
import { filesOf } from '../support/models/memoryFiles.ts';
import { library, modelTexts } from '../support/models/randomModels.ts';
import { generatedCases } from '../support/setup/thorough.ts';

const files = filesOf(library);

function read(text: string): Snapshot {
  return analyze(text, 0, { ...emptyContext, files });
}

/** The graph with all groups expanded that it has in a state: in a collapsed graph, statements may be groups too. */
function fullyExpanded(snapshot: Snapshot, isCollapsed: boolean): GraphStructure {
  if (!isCollapsed) return buildDisplayGraph(snapshot, allExpanded).structure;
  for (let except: readonly string[] = []; ; ) {
    const graph = buildDisplayGraph(snapshot, { isCollapsed, except: [...except] }).structure;
    const collapsed = graph.nodes.filter(({ kind }) => kind === 'group').map(({ id }) => id);
    if (collapsed.length === 0 || graph.notice !== null) return graph;
    except = [...except, ...collapsed];
  }
}

/** Chooses some of the groups of the fully expanded graph. */
function someOf(snapshot: Snapshot, isCollapsed: boolean, choice: number): string[] {
  const { groups } = fullyExpanded(snapshot, isCollapsed);
  return groups.filter((_, i) => (choice >> (i % 30)) & 1).map(({ id }) => id);
}

const collapseStore = fc.record({ isCollapsed: fc.boolean(), choice: fc.nat() });

function collapseStateOf(
  snapshot: Snapshot,
  { isCollapsed, choice }: { isCollapsed: boolean; choice: number },
): CollapseState {
  return { isCollapsed, except: someOf(snapshot, isCollapsed, choice) };
}

/** A random model, or a long one with chunks. */
const texts = fc.oneof(
  { weight: 9, arbitrary: modelTexts },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 900 }).map(longModel) },
);

test('nodes, groups and wires are ordered and refer to each other', () => {
  fc.assert(
    fc.property(texts, collapseStore, (text, choice) => {
      const snapshot = read(text);
      const { nodes, groups, wires, objectiveName } = buildDisplayGraph(
        snapshot,
        collapseStateOf(snapshot, choice),
      ).structure;
      const ids = [...nodes, ...groups].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const frames = new Set<string | null>([null]);
      for (const { id, parent } of groups) {
        expect(frames).toContain(parent);
        frames.add(id);
      }
      expect(nodes.filter(({ parent }) => !frames.has(parent))).toEqual([]);
      expect(wires.filter(({ from, to }) => from >= to || !/operator|group/.test(nodes[to].kind))).toEqual([]);
      const entries = wires.map(({ to, operandIndex: position }) => `${to} ${position}`);
      expect(new Set(entries).size).toBe(entries.length);
      expect(nodes.filter(({ isRoot }) => isRoot)).toHaveLength(objectiveName === null ? 0 : 1);
    }),
    generatedCases(250),
  );
});

test('collapsing a group leaves all other nodes and frames unchanged', () => {
  fc.assert(
    fc.property(texts, collapseStore, (text, choice) => {
      const snapshot = read(text);
      const open = fullyExpanded(snapshot, choice.isCollapsed);
      const graph = buildDisplayGraph(snapshot, collapseStateOf(snapshot, choice)).structure;
      fc.pre(open.notice === null && graph.notice === null);
      const nodes = new Map(open.nodes.map((node) => [node.id, node]));
      const groups = new Map(open.groups.map((group) => [group.id, group]));
      for (const node of graph.nodes) {
        if (node.kind === 'group') expect(groups.has(node.id)).toBe(true);
        else expect(node).toEqual(nodes.get(node.id));
      }
      for (const group of graph.groups) expect(group).toEqual(groups.get(group.id));
    }),
    generatedCases(250),
  );
});

test('collapsing groups keeps every node and every wire between shown nodes', () => {
  const wiresBetween = (graph: DisplayGraph, open: DisplayGraph): Set<string> =>
    new Set(
      open.wireValues.flatMap(({ node, uses }, wire) => {
        const consumer = open.outputs[open.structure.wires[wire].to][0];
        const [from, to] = [graph.nodeIndexOf(node), graph.nodeIndexOf(consumer)];
        expect(uses).toHaveLength(1);
        return from === to ? [] : [`${node}: ${from} → ${to}`];
      }),
    );
  fc.assert(
    fc.property(modelTexts, collapseStore, (text, choice) => {
      const snapshot = read(text);
      const open = buildDisplayGraph(snapshot, allExpanded);
      const graph = buildDisplayGraph(snapshot, collapseStateOf(snapshot, choice));
      const sizeOf = ({ structure }: DisplayGraph) => structure.nodes.reduce((sum, { size }) => sum + size, 0);
      expect(sizeOf(graph)).toBe(open.structure.nodes.length);
      const { wires } = graph.structure;
      const shown = graph.wireValues.map(({ node }, wire) => `${node}: ${wires[wire].from} → ${wires[wire].to}`);
      expect(new Set(shown)).toEqual(wiresBetween(graph, open));
      expect(graph.wireValues.reduce((sum, { uses }) => sum + uses.length, 0)).toBe(
        open.wireValues.filter(({ node }, wire) => {
          const consumer = open.outputs[open.structure.wires[wire].to][0];
          return graph.nodeIndexOf(node) !== graph.nodeIndexOf(consumer);
        }).length,
      );
    }),
    generatedCases(250),
  );
});

test('expanding a collapsed group restores it', () => {
  fc.assert(
    fc.property(texts, fc.boolean(), fc.nat(), (text, isCollapsed, choice) => {
      const snapshot = read(text);
      const open = fullyExpanded(snapshot, isCollapsed);
      fc.pre(open.groups.length > 0 && open.notice === null);
      const group = open.groups[choice % open.groups.length];
      const expanded = open.groups.map(({ id }) => id).filter((id) => id !== group.id);
      const except = isCollapsed ? expanded : [group.id];
      const collapsed = buildDisplayGraph(snapshot, { isCollapsed, except }).structure;
      expect(collapsed.nodes.find(({ id }) => id === group.id)).toMatchObject({
        kind: 'group',
        // Inside its box, a statement is its expression.
        ...(group.id.endsWith('/=') ? {} : { symbol: group.label }),
        parent: group.parent,
        range: group.range,
      });
      const around = [];
      for (let { parent } = group; parent !== null; parent = open.groups.find(({ id }) => id === parent)!.parent)
        around.push(parent);
      const path = [...around, group.id];
      const others = expanded.filter((id) => !path.includes(id));
      const only = buildDisplayGraph(snapshot, { isCollapsed, except: isCollapsed ? path : others }).structure;
      expect(only.groups.map(({ id }) => id).sort()).toEqual([...path].sort());
      const inside = ({ nodes, groups }: typeof only) =>
        [...nodes, ...groups]
          .filter(({ parent }) => parent === group.id)
          .map(({ id }) => id)
          .sort();
      expect(inside(only)).toEqual(inside(open));
    }),
    generatedCases(250),
  );
});

describe('the source range of a node', () => {
  /** The nodes of a graph that have a source range, with its text. */
  const nodesWithText = (text: string, { nodes }: GraphStructure) => {
    const document = TextDocument.create('', 'bp', 0, text);
    return nodes.flatMap((node) => (node.range ? [{ ...node, written: document.getText(node.range) }] : []));
  };

  test('is a named statement or a part of one', () => {
    fc.assert(
      fc.property(modelTexts, collapseStore, (text, choice) => {
        const snapshot = read(text);
        for (const { name, kind, source, written } of nodesWithText(
          text,
          buildDisplayGraph(snapshot, collapseStateOf(snapshot, choice)).structure,
        )) {
          const statement = written.replaceAll(/\s+/g, ' ');
          if (name !== null && kind !== 'group') expect(statement).toContain(source.replace(/…$/, ''));
          else expect(text).toContain(written);
        }
      }),
      generatedCases(250),
    );
  });

  test('covers the text that computes the node', () => {
    fc.assert(
      fc.property(modelTexts, (text) => {
        const snapshot = evaluated(text, files);
        const graph = buildDisplayGraph(snapshot, allCollapsed);
        const { nodes } = numbersOf(graph, snapshot, 17);
        // The result of a call inside ∂(…) may be missing, as nothing uses it.
        const shown = new Map(graph.structure.nodes.map(({ id }, index) => [id, nodes[index].value]));
        const parts = nodesWithText(text, graph.structure).filter(
          ({ id, name, source, written }) =>
            name === null &&
            id.includes('/') &&
            // The text of a step has another value outside its block.
            !/\/t=\d/.test(id) &&
            !/dense|mlp|\bx\b/.test(written) &&
            !(shown.get(id) === '' && source.includes('∂(')),
        );
        const probes = parts.map(({ written }, i) => `probe${i} = ${written}`);
        const probed = evaluated([text, ...probes].join('\n'), files);
        parts.forEach(({ id, shape }, i) => {
          const [value] = statementAnnotationsOf(probed).list.flatMap((it) =>
            it.kind === 'value' && it.name === `probe${i}` ? [it.value] : [],
          );
          expect(`${shape} ${shown.get(id)}`.trim()).toBe(
            formatQuantity(withoutElements(value), 17).replace(/ [▁▂▃▄▅▆▇█]*$/, ''),
          );
        });
      }),
      generatedCases(250),
    );
  });
});

test('the initial expansion shows at most 80 nodes', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { nodes, notice } = buildDisplayGraph(read(text), { isCollapsed: null, except: [] }).structure;
      expect(nodes.length).toBeLessThanOrEqual(80);
      expect(notice).toBeNull();
    }),
  );
  expect(buildDisplayGraph(read(longModel(900)), allCollapsed).structure.nodes.length).toBeGreaterThan(5);
});
