/** The training page: schedule, optimizers and initializers, from their tables. */
import { initializers } from '../../server/src/engine/training/initializers.ts';
import { type Optimizer, optimizers, ranges } from '../../server/src/engine/training/optimizers.ts';
import { defaultPlan, trainSettings } from '../../server/src/language/lowering/trainingPlan.ts';
import { formatSignature } from '../../server/src/language/names/bindArguments.ts';
import { generatedNotice, inlineCode, page, table } from './markdown.ts';

const introduction = `\`train adam(lr = 0.01, batch = 32, epochs = 20, seed = 1)\` names the optimizer with its hyperparameters, and the schedule.
Without the statement it is \`train ${defaultPlan.optimizer.name}()\` on all samples.`;

const initializerIntroduction = `The initial values of a param are written out, \`param b = 0.5\`, or drawn at random: \`param W[4, 8] ~ normal(0, 0.5)\`. They depend on the
seed and on the full name of the param, and are the same on every platform.`;

export function trainingPage(): string {
  return page([
    generatedNotice(
      'server/src/engine/training/{optimizers,initializers}.ts and server/src/language/lowering/trainingPlan.ts',
    ),
    '# Training',
    introduction,
    '## Schedule',
    table(['setting', 'default', 'values', 'meaning'], trainSettings.map(scheduleRow)),
    '## Optimizers',
    ...optimizers.flatMap(optimizerSection),
    '## Initializers',
    initializerIntroduction,
    table(['written', 'draws', 'parameters', 'example'], initializers.map(initializerRow)),
  ]);
}

function scheduleRow({ name, doc, requirement: description }: (typeof trainSettings)[number]): readonly string[] {
  const defaultValue = defaultPlan.settings[name];
  return [
    inlineCode(name),
    defaultValue === undefined ? '' : inlineCode(JSON.stringify(defaultValue)),
    description,
    doc,
  ];
}

function optimizerSection({ name, doc, hyperparameters }: Optimizer): readonly string[] {
  const rows = hyperparameters.map(({ name, default: defaultValue, range, doc }) => [
    inlineCode(name),
    inlineCode(String(defaultValue)),
    ranges[range].requirement,
    doc,
  ]);
  return [`### ${name}`, doc, table(['setting', 'default', 'values', 'meaning'], rows)];
}

function initializerRow({ name, doc, example, parameters }: (typeof initializers)[number]): readonly string[] {
  const signature = { name, parameters: parameters.map((parameter) => ({ ...parameter, isRequired: false })) };
  const parameterTexts = parameters.map(({ name, doc }) => `${inlineCode(name)}: ${doc}`).join(' ');
  return [inlineCode(formatSignature(signature)), doc, parameterTexts, inlineCode(example)];
}
