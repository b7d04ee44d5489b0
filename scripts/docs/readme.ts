/** The tables of the README that say what package.json says, each between two comments that name it. */
import { commandKey, commands, commandTitle, localize, type Setting, settings } from './manifest.ts';
import { inlineCode, table } from './markdown.ts';

/** What each command does, in few words. */
const commandDescriptions: Readonly<Record<string, string>> = {
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
export function withTables(readmeText: string): string {
  return Object.entries(tables).reduce((text, [name, renderTable]) => {
    const tablePattern = new RegExp(`(?<=<!-- ${name}: .* -->\\n\\n)[^]*?(?=\\n\\n<!-- end of ${name} -->)`);
    if (!tablePattern.test(text)) throw new Error(`The README has no place for the table of ${name} any more.`);
    return text.replace(tablePattern, renderTable);
  }, readmeText);
}

function commandsTable(): string {
  const rows = commands.map(({ command }) => {
    const description = commandDescriptions[command];
    if (description === undefined) throw new Error(`scripts/docs/readme.ts doesn't say what ${command} does.`);
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
  return table(['setting', 'default', 'of', ''], rows);
}

/** Of a setting with switches, which of them are on. */
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
