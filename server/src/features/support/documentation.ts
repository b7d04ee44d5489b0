/** Documentation in hovers: comments above statements, and the descriptions in the language's tables. */

import * as l10n from '@vscode/l10n';
import type { Operator } from '../../engine/ir/operator.ts';
import { type Optimizer, ranges } from '../../engine/training/optimizers.ts';
import { operatorSignature } from '../../language/lowering/expressions/operatorCall.ts';
import { computedSettings, trainSettings } from '../../language/lowering/statements/trainingPlan.ts';
import { formatSignature } from '../../language/names/calls/bindArguments.ts';
import { isLibrary } from '../../language/names/modules/loadModule.ts';
import type { Lines, Range } from '../../language/text/lines.ts';
import { escapeMarkdownLine } from './markdown.ts';

/** The comment lines directly above a statement. Those of the library are translated. */
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

/** The signature of an operator and its description. */
export function operatorDoc(operator: Operator): string {
  return `\`${formatSignature(operatorSignature(operator))}\`: ${l10n.t(operator.doc)}`;
}

/** A keyword setting with its description: `lr = 0.01`. */
export interface Setting {
  readonly name: string;
  readonly default?: number;
  readonly doc: string;
  /** The valid values, as the end of a sentence that starts with "Must be". */
  readonly requirement?: string;
  /** The valid strings, if it is a string. */
  readonly texts?: readonly string[];
}

/** Settings of an optimizer. */
export function optimizerSettings({ hyperparameters }: Optimizer): readonly Setting[] {
  return [
    ...hyperparameters.map((row) => ({ ...row, requirement: ranges[row.range].requirement })),
    ...trainSettings,
    ...computedSettings,
  ];
}

/** The sentence on the valid values, if there is a requirement. */
export function settingRange({ requirement }: Setting): string[] {
  return requirement === undefined ? [] : [l10n.t`Must be ${l10n.t(requirement)}.`];
}

/** `lr = 0.01`: the learning rate. */
export function settingDoc(setting: Setting): string {
  return `\`${settingSource(setting)}\`: ${l10n.t(setting.doc)}`;
}

export function settingList(settings: readonly Setting[]): string[] {
  return settings.length === 0 ? [] : [settings.map((setting) => `- ${settingDoc(setting)}`).join('\n')];
}

function settingSource({ name, default: defaultValue }: Setting): string {
  return defaultValue === undefined ? name : `${name} = ${defaultValue}`;
}
