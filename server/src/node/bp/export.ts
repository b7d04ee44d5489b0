/** `bp export`: prints the model in another format. */

import { basename } from 'node:path';
import { defaultSettings } from '../../../../protocol/editor/settings.ts';
import type { TextFormat } from '../../../../protocol/panel/requests.ts';
import { exportBackwardPass } from '../../export/backward/exportBackwardPass.ts';
import { exportGraphText } from '../../export/graph/exportGraphText.ts';
import { pytorchModel } from '../../export/pytorch/pytorchModel.ts';
import { buildDisplayGraph } from '../../graph/buildDisplayGraph.ts';
import type { Refusal } from '../../language/problems/refusal.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { formatProblems } from './check.ts';
import { type Command, exitCodeOf, parseFileAndOptions, readAndEvaluate, UsageError } from './command.ts';
import { printError } from './print.ts';

type Exporter = (snapshot: Snapshot, file: string) => { readonly text: string } | Refusal;

const exporters: Readonly<Record<string, Exporter>> = {
  'bp-backward': (snapshot, file) => exportBackwardPass(snapshot, basename(file)),
  pytorch: pytorchModel,
  dot: (snapshot) => ({ text: graphOf(snapshot, 'dot') }),
  mermaid: (snapshot) => ({ text: graphOf(snapshot, 'mermaid') }),
};
const targetNames = Object.keys(exporters);

export const exportModel: Command = {
  name: 'export',
  synopsis: `export FILE --to ${targetNames.join('|')}`,
  doc: 'print the backward pass as a .bp file, the model as a PyTorch script, or its graph for Graphviz or Mermaid',
  async run(args) {
    const { file, values } = parseFileAndOptions(exportModel, args, { to: { type: 'string' } });
    const exporter = exporterFor(values.to);
    const snapshot = await readAndEvaluate(file);
    const outcome = exporter(snapshot, file);
    if ('text' in outcome) process.stdout.write(outcome.text);
    else printError(outcome.refusal);
    for (const shown of formatProblems(file, snapshot)) printError(shown);
    return 'text' in outcome ? exitCodeOf(snapshot) : 1;
  },
};

/** The graph as the panel first shows it. */
function graphOf(snapshot: Snapshot, format: TextFormat): string {
  const displayGraph = buildDisplayGraph(snapshot, { isCollapsed: null, except: [] });
  return exportGraphText(displayGraph, snapshot, format, defaultSettings.digits);
}

function exporterFor(name = ''): Exporter {
  const exporter = targetNames.includes(name) ? exporters[name] : undefined;
  if (exporter) return exporter;
  const suffix = name === '' ? '' : `, not '${name}'`;
  throw new UsageError(
    `--to takes ${targetNames.slice(0, -1).join(', ')} or ${targetNames.at(-1)}${suffix}. Usage: bp ${exportModel.synopsis}`,
  );
}
