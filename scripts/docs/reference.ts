/** The reference of commands and settings, from package.json. */
import { commands, keyOf, type Setting, settings, titleOf, translated } from './manifest.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

/** A short description of each command. */
const descriptions: Readonly<Record<string, string>> = {
  'backprop.getStarted': 'opens the lesson, from a forward pass to training',
  'backprop.sgdStep': 'takes one step, x ← x − lr · ∂L/∂x, as one edit of the digits in the file',
  'backprop.stepBack': "undoes the last step: the editor's undo, or the previous values of drawn params",
  'backprop.train': "takes all steps that the file's `train` statement asks for, and shows them as they go",
  'backprop.saveTrained': 'writes drawn params into `<file>.bp.safetensors`; saving the file does this too',
  'backprop.resetTrained': 'draws the params again from their seed',
  'backprop.switchDisplay': 'chooses where numbers are shown, from lenses to nowhere',
  'backprop.checkGradients': 'compares gradients with central differences and reports the worst element of each param',
  'backprop.pickRoot': 'shows the gradients of another scalar instead of the loss',
  'backprop.scrub': 'changes the number at the cursor with `↑` and `↓`; Enter keeps it, Escape restores it',
  'backprop.showBackwardPass': 'opens the reverse pass as a document beside the source, which is a model itself',
  'backprop.showGraph': 'opens the computation graph in a panel beside the source',
};

export function referencePage(): string {
  return page([
    generatedFrom('package.json and scripts/docs/reference.ts'),
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
    const description = descriptions[command];
    if (description === undefined) throw new Error(`scripts/docs/reference.ts has no description of ${command}.`);
    const key = keyOf(command);
    return [code(titleOf(command)), key === '' ? '' : code(key), description];
  });
  return table(['command', 'key', ''], rows);
}

function settingsTable(): string {
  const rows = Object.entries(settings).map(([name, setting]) => [
    code(name),
    defaultOf(setting),
    choicesOf(setting).map(code).join(' '),
    meaningOf(setting),
  ]);
  return table(['setting', 'default', 'choices', ''], rows);
}

/** A setting made of switches defaults to the switches that are on. */
function defaultOf({ default: standard }: Setting): string {
  if (!isOfSwitches(standard)) return code(String(standard));
  const on = Object.keys(standard).filter((name) => standard[name]);
  return on.length === Object.keys(standard).length ? 'all' : on.map(code).join(' ');
}

function choicesOf({ enum: values = [], default: standard }: Setting): readonly string[] {
  return isOfSwitches(standard) ? Object.keys(standard) : values;
}

function isOfSwitches(standard: unknown): standard is Readonly<Record<string, boolean>> {
  return typeof standard === 'object' && standard !== null;
}

function meaningOf({ description, markdownDescription = description }: Setting): string {
  return translated(markdownDescription!).replaceAll(/\*([^*]+)\*/g, '_$1_');
}
