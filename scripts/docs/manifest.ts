/** The user-facing parts of package.json in English: commands with their keys, and settings. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.ts';

interface Command {
  readonly command: string;
  readonly category: string;
  readonly title: string;
}

interface Keybinding {
  readonly command: string;
  readonly key: string;
}

export interface Setting {
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
}

const { contributes } = readJson('package.json');
const nlsTexts = readJson('package.nls.json');

export const commands: readonly Command[] = contributes.commands;
const keybindings: readonly Keybinding[] = contributes.keybindings;
export const settings: Readonly<Record<string, Setting>> = contributes.configuration.properties;

/** The title in the command palette. @throws Error for a command that is not offered there. */
export function commandTitle(command: string): string {
  const entry = commands.find((candidate) => candidate.command === command);
  if (entry === undefined) throw new Error(`package.json offers no command ${command}.`);
  return `${entry.category}: ${localize(entry.title)}`;
}

/** `Ctrl+Alt+Enter`; empty for a command without a key of its own. */
export function commandKey(command: string): string {
  const key = keybindings.find((binding) => binding.command === command)?.key ?? '';
  return key.replaceAll(/[a-z]+/g, (name) => name[0]!.toUpperCase() + name.slice(1));
}

/** Resolves a text of package.json, which may be a key of package.nls.json. */
export function localize(text: string): string {
  const [, key] = /^%(.+)%$/.exec(text) ?? [];
  return key === undefined ? text : nlsTexts[key];
}

function readJson(file: string) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}
