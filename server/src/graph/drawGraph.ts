/** Draws the graph of a file: from the program of a snapshot to nodes, groups and wires, as far as they are to be seen. */

import type { Folding } from '../protocol/panel/graph.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { Circuit } from './components.ts';
import { Descriptions } from './descriptions.ts';
import type { DrawnGraph } from './displayGraph.ts';
import { groupsOf } from './groups.ts';
import { Ids } from './ids.ts';
import { openingOf } from './initialExpansion.ts';
import { Placement } from './placement.ts';
import { Standings } from './provenance.ts';
import { resultsOf } from './results.ts';
import { Wiring } from './wires.ts';

export function drawGraph(snapshot: Snapshot, folding: Folding): DrawnGraph {
  const { model } = snapshot;
  const circuit = new Circuit(snapshot);
  const standings = new Standings(snapshot, circuit);
  const ids = new Ids(circuit, standings, model);
  const items = groupsOf(circuit, standings);
  const opening = openingOf(items, circuit.length, folding, ids);
  const placement = new Placement(items, opening.open, circuit.length);
  const wiring = new Wiring(model.program, circuit, placement);
  const descriptions = new Descriptions(snapshot, circuit, standings, ids);
  const results = placement.shown.map(({ item }, place) =>
    resultsOf(item, wiring.takenFrom(place), circuit, standings, model),
  );
  return {
    structure: {
      nodes: placement.shown.map(({ item, parent }, place) =>
        typeof item === 'number'
          ? descriptions.component(item, parent)
          : descriptions.folded(item, parent, results[place]),
      ),
      groups: placement.frames.map(({ item, parent }) => descriptions.frame(item, parent)),
      wires: wiring.wires,
      root: model.objective?.label ?? null,
      folding: opening.folding,
      notice: opening.notice,
    },
    results: results.map(({ all }) => all),
    mains: results.map(({ main }) => main),
    standings: placement.shown.map(({ item }) =>
      typeof item === 'number' ? standings.standingOf(item) : descriptions.standingOf(item),
    ),
    flows: wiring.flows,
    placeOf(node) {
      const component = circuit.componentOf(node);
      return component === undefined ? undefined : placement.placeOf[component];
    },
  };
}
