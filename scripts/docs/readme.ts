/** The tables of the README that say what package.json says, each between two comments that name it. */
import { commands, keyOf, type Setting, settings, titleOf, translated } from './manifest.ts';
import { code, table } from './markdown.ts';

/** What each command does, in few words. */
const deeds: Readonly<Record<string, string>> = {
  'backprop.getStarted': 'the lesson, step by step: from a shop to training',
  'backprop.sgdStep': 'one step, x ← x − lr · ∂L/∂x, as one edit of the digits in the file',
  'backprop.stepBack': "before the last step: the editor's undo, or drawn params as they were",
  'backprop.train': "all steps that the file's `train` asks for, watched",
  'backprop.saveTrained': 'drawn params, into `<file>.bp.safetensors`; saving the file does it too',
  'backprop.resetTrained': 'drawn params start anew',
  'backprop.switchDisplay': 'where the numbers are shown: a menu of five places, from lenses to nowhere',
  'backprop.checkGradients': 'against central differences, with the worst element of each param',
  'backprop.pickRoot': 'gradients of any scalar, for a while',
  'backprop.scrub': 'tries out the number at the cursor: `↑` `↓` move it, Enter keeps it',
  'backprop.showBackwardPass': 'the reverse pass as a document beside the source, which itself evaluates',
  'backprop.showGraph': 'the computation graph in a panel beside the source',
};

const tables: Readonly<Record<string, () => string>> = { commands: commandsTable, settings: settingsTable };

/** The text of the README with its tables as package.json has them, and otherwise as it is. */
export function withTables(readme: string): string {
  return Object.entries(tables).reduce((text, [name, write]) => {
    const place = new RegExp(`(?<=<!-- ${name}: .* -->\\n\\n)[^]*?(?=\\n\\n<!-- end of ${name} -->)`);
    if (!place.test(text)) throw new Error(`The README has no place for the table of ${name} any more.`);
    return text.replace(place, write);
  }, readme);
}

function commandsTable(): string {
  const rows = commands.map(({ command }) => {
    const deed = deeds[command];
    if (deed === undefined) throw new Error(`scripts/docs/readme.ts doesn't say what ${command} does.`);
    const key = keyOf(command);
    return [code(titleOf(command)), key === '' ? '' : code(key), deed];
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
  return table(['setting', 'default', 'of', ''], rows);
}

/** Of a setting with switches, which of them are on. */
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
