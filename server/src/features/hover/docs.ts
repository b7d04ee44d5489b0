/** Sentences for hovers: the comment above a statement, and what the tables say of the words of the language. */

import * as l10n from '@vscode/l10n';
import type { Operator } from '../../engine/ir/operator.ts';
import { type Optimizer, ranges } from '../../engine/training/optimizers.ts';
import type { Lines, Range } from '../../language/base/lines.ts';
import { operatorSignature } from '../../language/lowering/operatorCall.ts';
import { scheduleSettings } from '../../language/lowering/trainingPlan.ts';
import { formatSignature } from '../../language/names/bindArguments.ts';
import { isLibrary } from '../../language/names/loadModule.ts';
import { escapeMarkdownLine } from './markdown.ts';

/** The comment lines right above a statement; those of the library are in the language of the editor. */
export function commentAbove(
  { lines, path = '' }: { readonly lines: Lines; readonly path?: string },
  { start }: Range,
): string[] {
  const comment: string[] = [];
  for (let line = lines.positionAt(start).line - 1; line >= 0; line--) {
    const match = /^\s*#\s?(.*)$/.exec(lines.line(line));
    if (match === null) break;
    comment.unshift(isLibrary({ path }) ? l10n.t(match[1]) : match[1]);
  }
  return comment.length === 0 ? [] : [comment.map(escapeMarkdownLine).join('  \n')];
}

/** How an operator is called, and what it computes. */
export function operatorDoc(operator: Operator): string {
  return `\`${formatSignature(operatorSignature(operator))}\`: ${l10n.t(operator.doc)}`;
}

/** Something that is given by its name: `lr = 0.01`, with what it means. */
export interface Setting {
  readonly name: string;
  readonly default?: number;
  readonly doc: string;
  /** What makes sense, in words that follow "is". */
  readonly requirement?: string;
  /** The texts that do, where it is given in quotes. */
  readonly texts?: readonly string[];
}

/** What an optimizer is given in its brackets. */
export function optimizerSettings({ hyperparameters }: Optimizer): readonly Setting[] {
  return [
    ...hyperparameters.map((row) => ({ ...row, requirement: ranges[row.range].requirement })),
    ...scheduleSettings,
  ];
}

/** `It is a positive number.` */
export function settingRange({ requirement }: Setting): string[] {
  return requirement === undefined ? [] : [l10n.t`Must be ${l10n.t(requirement)}.`];
}

/** `lr = 0.01`: the learning rate. */
export function settingDoc(setting: Setting): string {
  return `\`${settingSource(setting)}\`: ${l10n.t(setting.doc)}`;
}

/** Each in a line of a list. */
export function settingList(settings: readonly Setting[]): string[] {
  return settings.length === 0 ? [] : [settings.map((setting) => `- ${settingDoc(setting)}`).join('\n')];
}

function settingSource({ name, default: defaultValue }: Setting): string {
  return defaultValue === undefined ? name : `${name} = ${defaultValue}`;
}
