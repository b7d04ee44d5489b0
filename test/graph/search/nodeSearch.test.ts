/** The search for nodes: what is found, in which order, and which groups hide it. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withExpanded } from '../../../client/webview/src/find/expandGroups.ts';
import type { NodeMatch } from '../../../protocol/panel/findNode.ts';
import type { CollapseState } from '../../../protocol/panel/graph.ts';
import { examples } from '../../../scripts/paths.ts';
import { buildDisplayGraph } from '../../../server/src/graph/buildDisplayGraph.ts';
import { NodeSearch } from '../../../server/src/graph/search/nodeSearch.ts';
import { emptyContext } from '../../../server/src/language/lowering/context.ts';
import { isValueDefinition, labelOf } from '../../../server/src/language/syntax/ast.ts';
import { analyze, type Snapshot } from '../../../server/src/snapshot/snapshot.ts';
import { allCollapsed, allExpanded, initialCollapseState } from '../../support/fixtures/graphText.ts';
import { lenet, transformer } from '../../support/models/bigModels.ts';
import { exampleFiles } from '../../support/models/exampleFiles.ts';
import { longModel } from '../../support/models/longModel.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';

const exampleTexts = Object.fromEntries(
  globSync('*.bp', { cwd: examples }).map((name) => [name, readFileSync(join(examples, name), 'utf8')]),
);

const models: Readonly<Record<string, string>> = {
  ...exampleTexts,
  lenet,
  transformer,
  long: longModel(150),
};

function read(text: string): Snapshot {
  return analyze(text, 0, { ...emptyContext, files: filesOf(exampleFiles) });
}

/** The search in the graph that is displayed in a state, and that state with its default chosen. */
function searchIn(snapshot: Snapshot, requested: CollapseState) {
  const { collapseState } = buildDisplayGraph(snapshot, requested).structure;
  return { search: new NodeSearch(snapshot, collapseState), collapseState };
}

/** Matches as `name: symbol`. */
function found(text: string, query: string, collapseState = allExpanded): string[] {
  const { matches } = searchIn(read(text), collapseState).search.find(query, 50);
  return matches.map(({ name, symbol }) => (name === null || name === symbol ? symbol : `${name}: ${symbol}`));
}

const idsOf = ({ hiddenIn }: NodeMatch) => hiddenIn.map(({ id }) => id);

describe.each(Object.keys(models))('in %s', (name) => {
  const snapshot = read(models[name]!);
  const { statementNodes } = snapshot.model;
  const statements = snapshot.tree.statements.filter(isValueDefinition).filter(({ id }) => statementNodes[id]! >= 0);

  test.each([initialCollapseState, allCollapsed, allExpanded])(
    'each named node is found and is in the graph with its groups expanded: %j',
    (requested) => {
      const { search, collapseState } = searchIn(snapshot, requested);
      expect(statements.length).toBeGreaterThan(3);
      for (const statement of statements) {
        const valueName = labelOf(statement);
        const match = search.find(valueName, 50).matches[0]!;
        expect(match.name).toBe(valueName);
        const expanded = buildDisplayGraph(snapshot, withExpanded(collapseState, idsOf(match)));
        const index = expanded.structure.nodes.findIndex(({ id }) => id === match.id);
        expect(expanded.mainOutputs[index]).toBe(statementNodes[statement.id]);
        expect(expanded.structure.nodes[index]!.shape).toBe(match.shape);
      }
    },
  );

  test.each([initialCollapseState, allCollapsed])('no group is expanded in vain: %j', (requested) => {
    const { search, collapseState } = searchIn(snapshot, requested);
    const { matches, total } = search.find('', 1000);
    expect(total).toBeGreaterThanOrEqual(statements.length);
    const drawnIn = (ids: readonly string[]) => {
      const { nodes } = buildDisplayGraph(snapshot, withExpanded(collapseState, ids)).structure;
      return new Set(nodes.map(({ id }) => id));
    };
    const drawn = drawnIn([]);
    for (const match of matches.filter((_, index) => index % 7 === 0)) {
      const ids = idsOf(match);
      expect(drawn.has(match.id)).toBe(ids.length === 0);
      if (ids.length === 0) continue;
      expect(drawnIn(ids)).toContain(match.id);
      expect(drawnIn(ids.slice(0, -1))).not.toContain(match.id);
    }
  });
});

describe('the order of matches', () => {
  const text = `param w = 1
param W2 = 2
param new_w = 3
param flow = 4
wide = w * W2
loss L = tanh(wide + new_w) * flow`;

  test('is the exact name, a prefix, the start of a word, any part, in program order', () => {
    expect(found(text, 'w')).toEqual(['w', 'W2', 'wide: ×', 'new_w', 'flow']);
    expect(found(text, 'W')).toEqual(found(text, 'w'));
    expect(found(text, ' 2 ')).toEqual(['W2']);
  });

  test('begins with names, and has named nodes before parts of expressions', () => {
    const named = 'param x = 1\ntanh_x = x + 1\nlayer = tanh(x)\nloss L = tanh(tanh_x) * layer';
    expect(found(named, 'tanh')).toEqual(['tanh_x: + 1', 'layer: tanh', 'tanh']);
  });

  test('is that of the program for an empty query, the named nodes first', () => {
    expect(found(text, '')).toEqual(['w', 'W2', 'new_w', 'flow', 'wide: ×', 'L: ×', '+', 'tanh']);
  });
});

test('an operator is found by its symbol on the graph, its symbol in the text, and its name', () => {
  const text = 'param x = 3\nparam y = 2\nloss L = x * y / 2 - y^3';
  expect([found(text, '×'), found(text, '*'), found(text, 'multiply')]).toEqual([['×'], ['×'], ['×']]);
  expect([found(text, '−'), found(text, '-')]).toEqual([['L: −'], ['L: −']]);
  expect(found(text, 'param')).toEqual(['x', 'y']);
  // Only names are found by a part of a word.
  expect([found(text, 'mult'), found(text, 'ply'), found(text, 'ram')]).toEqual([['×'], [], []]);
});

test('at most as many matches are returned as wanted, with the number of all', () => {
  const { search } = searchIn(read(longModel(302)), initialCollapseState);
  const { matches, total } = search.find('h', 50);
  expect(matches).toHaveLength(50);
  expect(total).toBeGreaterThan(200);
  expect(search.find('nothing has this name', 50)).toEqual({ matches: [], total: 0, reason: null });
});

describe('a node in collapsed calls', () => {
  const { search } = searchIn(read(transformer), initialCollapseState);

  test('is found by its name in the call, with the line of its statement and the groups that hide it', () => {
    const { matches } = search.find('attention.scores', 50);
    expect(matches.map(({ name, line, hiddenIn }) => [name, line, hiddenIn.map(({ label }) => label)])).toEqual(
      [26, 27, 28, 29].map((line, index) => ['scores', line, ['block × 4', `x${index + 1} = block`, 'attention']]),
    );
  });

  test('is the outermost group that displays its value', () => {
    const [match] = search.find('x4', 50).matches;
    expect(match).toMatchObject({ kind: 'group', name: 'x4', symbol: 'block × 4', hiddenIn: [] });
    expect(
      search
        .find('logits', 50)
        .matches.map(({ name }) => name)
        .filter((name) => name === 'logits'),
    ).toHaveLength(1);
  });

  test('is found as a call by the name of its function', () => {
    expect(search.find('block', 50).matches[0]).toMatchObject({ kind: 'group', name: 'x1', symbol: 'block' });
  });
});

test('the sum of several losses is found by its label', () => {
  expect(found('param x = 1\nloss A = x^2\nloss B = x^3', '(A + B)')).toEqual(['(A + B): +']);
});
