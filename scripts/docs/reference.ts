/** The reference of commands and settings, from package.json. */
import { commandKey, commands, commandTitle, localize, type Setting, settings } from './manifest.ts';
import { generatedNotice, inlineCode, page, table } from './markdown.ts';

/** A short description of each command. */
const commandDescriptions: Readonly<Record<string, string>> = {
  'backprop.newModel': 'opens a new model that starts as a formula, a line through points or a network',
  'backprop.getStarted': 'opens the lesson with its graph beside it',
  'backprop.openWalkthrough': 'opens the walkthrough, from a forward pass to training, without side bars',
  'backprop.trainingStep':
    "takes one step of the file's optimizer, such as x ← x − lr · ∂L/∂x, as one edit of the digits in the file",
  'backprop.stepBack': "undoes the last step: the editor's undo, or the previous values of learned params",
  'backprop.train': "takes all steps that the file's `train` statement asks for, and shows them as they go",
  'backprop.saveLearned':
    'writes what the text does not hold, such as randomly initialized params, into `<file>.bp.safetensors`; saving the file does this too',
  'backprop.discardLearned':
    'asks, then initializes the learned params again from their seed and deletes `<file>.bp.safetensors`',
  'backprop.switchDisplay': 'chooses where numbers are shown, from lenses to nowhere',
  'backprop.checkGradients': 'compares gradients with finite differences and reports the worst element of each param',
  'backprop.pickRoot': 'shows the gradients of another scalar instead of the loss',
  'backprop.toggleMode':
    'shows the numbers of evaluation instead of training, or back, where dropout or batch_norm make a difference',
  'backprop.drawAgain':
    'draws the random nodes and the masks of dropout again, until then they stay the same while you type',
  'backprop.scrub': 'changes the number at the cursor with `↑` and `↓`; Enter keeps it, Escape restores it',
  'backprop.showBackwardPass': 'opens the backward pass as a document beside the source, which is a model itself',
  'backprop.showGraph': 'opens the computation graph in a panel beside the source',
};

export function referencePage(): string {
  return page([
    generatedNotice('package.json and scripts/docs/reference.ts'),
    '# Commands and settings',
    '## Commands',
    'All commands are in the command palette. On a Mac, `Ctrl` in a key is `Cmd`.',
    commandsTable(),
    '## Settings',
    settingsTable(),
  ]);
}

function commandsTable(): string {
  const rows = commands.map(({ command }) => {
    const description = commandDescriptions[command];
    if (description === undefined) throw new Error(`scripts/docs/reference.ts has no description of ${command}.`);
    const key = commandKey(command);
    return [inlineCode(commandTitle(command)), key === '' ? '' : inlineCode(key), description];
  });
  return table(['command', 'key', ''], rows);
}

function settingsTable(): string {
  const rows = Object.entries(settings).map(([name, setting]) => [
    inlineCode(name),
    defaultText(setting),
    choices(setting).map(inlineCode).join(' '),
    settingDescription(setting),
  ]);
  return table(['setting', 'default', 'choices', ''], rows);
}

/** The default of a setting; for a set of switches, those that are on. */
function defaultText({ default: defaultValue }: Setting): string {
  if (!isSwitchSet(defaultValue)) return inlineCode(String(defaultValue));
  const enabled = Object.keys(defaultValue).filter((name) => defaultValue[name]);
  return enabled.length === Object.keys(defaultValue).length ? 'all' : enabled.map(inlineCode).join(' ');
}

function choices({ enum: values = [], default: defaultValue }: Setting): readonly string[] {
  return isSwitchSet(defaultValue) ? Object.keys(defaultValue) : values;
}

function isSwitchSet(defaultValue: unknown): defaultValue is Readonly<Record<string, boolean>> {
  return typeof defaultValue === 'object' && defaultValue !== null;
}

function settingDescription({ description, markdownDescription = description }: Setting): string {
  return localize(markdownDescription!).replaceAll(/\*([^*]+)\*/g, '_$1_');
}
