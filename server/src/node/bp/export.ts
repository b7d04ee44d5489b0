/** `bp export`: the model in another form. */

import { basename } from 'node:path';
import { backwardPass } from '../../export/backwardPass.ts';
import { pytorchModel } from '../../export/pytorchModel.ts';
import type { Refusal } from '../../snapshot/refusal.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { showProblems } from './check.ts';
import { type Command, exitCodeOf, parseFileAndOptions, readEvaluated, UsageError } from './command.ts';

type Export = (snapshot: Snapshot, file: string) => { readonly text: string } | Refusal;

const targets: Readonly<Record<string, Export>> = {
  'bp-backward': (snapshot, file) => backwardPass(snapshot, basename(file)),
  pytorch: pytorchModel,
};
const names = Object.keys(targets);

export const exportModel: Command = {
  name: 'export',
  synopsis: `export FILE --to ${names.join('|')}`,
  doc: 'print the reverse pass as a .bp file, or the model as a PyTorch script',
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

function targetOf(name = ''): Export {
  const target = names.includes(name) ? targets[name] : undefined;
  if (target) return target;
  const said = name === '' ? '' : `, not '${name}'`;
  throw new UsageError(`--to takes ${names.join(' or ')}${said}. Usage: bp ${exportModel.synopsis}`);
}
