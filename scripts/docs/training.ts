/** The page of training: the settings of `train`, the optimizers, and what params are drawn from. */
import { initialisers } from '../../server/src/engine/training/initializers.ts';
import { type Optimizer, optimizers, ranges } from '../../server/src/engine/training/optimizers.ts';
import { defaultPlan, scheduleTable } from '../../server/src/language/lowering/trainingPlan.ts';
import { showSignature } from '../../server/src/language/names/bindArguments.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

const introduction = `\`train adam(lr = 0.01, batch = 32, epochs = 20, seed = 1)\` names an optimizer, with what it takes, and how training goes
through the samples. Without the statement it is \`train ${defaultPlan.optimizer.name}()\` on all samples.`;

const drawing = `A param is written out, \`param b = 0.5\`, or drawn: \`param W[4, 8] ~ normal(0, 0.5)\`. What is drawn depends on the seed
and on the param's own full name, and is the same on every platform.`;

export function trainingPage(): string {
  return page([
    generatedFrom(
      'server/src/engine/training/{optimizers,initializers}.ts and server/src/language/lowering/trainingPlan.ts',
    ),
    '# Training',
    introduction,
    '## The way through the samples',
    table(['setting', 'default', 'a value is', 'meaning'], scheduleTable.map(scheduleRow)),
    '## Optimizers',
    ...optimizers.flatMap(optimizerPart),
    '## What params are drawn from',
    drawing,
    table(['written', 'draws', 'parameters', 'example'], initialisers.map(initialiserRow)),
  ]);
}

function scheduleRow({ name, doc, words }: (typeof scheduleTable)[number]): readonly string[] {
  const standard = defaultPlan.schedule[name];
  return [code(name), standard === undefined ? '' : code(JSON.stringify(standard)), words, doc];
}

function optimizerPart({ name, doc, hyperparameters }: Optimizer): readonly string[] {
  const rows = hyperparameters.map(({ name, default: standard, range, doc }) => [
    code(name),
    code(String(standard)),
    ranges[range].words,
    doc,
  ]);
  return [`### ${name}`, doc, table(['setting', 'default', 'a value is', 'meaning'], rows)];
}

function initialiserRow({ name, doc, example, parameters }: (typeof initialisers)[number]): readonly string[] {
  const signature = { name, parameters: parameters.map((parameter) => ({ ...parameter, isRequired: false })) };
  const meanings = parameters.map(({ name, doc }) => `${code(name)}: ${doc}`).join(' ');
  return [code(showSignature(signature)), doc, meanings, code(example)];
}
