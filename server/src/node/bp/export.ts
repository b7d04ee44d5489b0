/** `bp export`: the model in another form. */

import { basename } from 'node:path';
import { backwardPass } from '../../export/backwardPass.ts';
import { graphText } from '../../export/graphText.ts';
import { pytorchModel } from '../../export/pytorchModel.ts';
import { drawGraph } from '../../graph/drawGraph.ts';
import type { TextFormat } from '../../protocol/panel/requests.ts';
import { defaultSettings } from '../../protocol/settings.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Refusal } from '../../training/refusal.ts';
import { showProblems } from './check.ts';
import { type Command, exitCodeOf, parseFileAndOptions, readEvaluated, UsageError } from './command.ts';

type Export = (snapshot: Snapshot, file: string) => { readonly text: string } | Refusal;

const targets: Readonly<Record<string, Export>> = {
  'bp-backward': (snapshot, file) => backwardPass(snapshot, basename(file)),
  pytorch: pytorchModel,
  dot: (snapshot) => ({ text: graphOf(snapshot, 'dot') }),
  mermaid: (snapshot) => ({ text: graphOf(snapshot, 'mermaid') }),
};
const names = Object.keys(targets);

export const exportModel: Command = {
  name: 'export',
  synopsis: `export FILE --to ${names.join('|')}`,
  doc: 'print the reverse pass as a .bp file, the model as a PyTorch script, or its graph for Graphviz or Mermaid',
  async run(given) {
    const { file, values } = parseFileAndOptions(exportModel, given, { to: { type: 'string' } });
    const target = targetOf(values.to);
    const snapshot = await readEvaluated(file);
    const outcome = target(snapshot, file);
    if ('text' in outcome) process.stdout.write(outcome.text);
    else console.error(outcome.refusal);
    for (const shown of showProblems(file, snapshot)) console.error(shown);
    return 'text' in outcome ? exitCodeOf(snapshot) : 1;
  },
};

/** As the panel opens it. */
function graphOf(snapshot: Snapshot, format: TextFormat): string {
  const drawn = drawGraph(snapshot, { isFolded: null, except: [] });
  return graphText(drawn, snapshot, format, defaultSettings.digits);
}

function targetOf(name = ''): Export {
  const target = names.includes(name) ? targets[name] : undefined;
  if (target) return target;
  const said = name === '' ? '' : `, not '${name}'`;
  throw new UsageError(
    `--to takes ${names.slice(0, -1).join(', ')} or ${names.at(-1)}${said}. Usage: bp ${exportModel.synopsis}`,
  );
}
