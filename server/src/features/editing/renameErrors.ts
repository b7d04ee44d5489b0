/** Why something can't be renamed, or not to that: what is in the way, where, and what to do. */

import * as l10n from '@vscode/l10n';
import { truncate } from '../../language/base/truncate.ts';
import type { Module } from '../../language/names/module.ts';
import type { NamedSymbol, SymbolRole } from '../../language/names/symbols.ts';
import type { Problem } from '../../language/problems/problems.ts';
import { isKeyword } from '../../language/syntax/scan.ts';
import type { Refusal } from '../../training/refusal.ts';

export function nothingToRename(): string {
  return l10n.t`There is no name here that a model defines: operators, keywords and the library stay as they are.`;
}

export function invalidName(text: string): Refusal {
  const shownName = truncate(text);
  return {
    refusal: isKeyword(text)
      ? l10n.t`'${shownName}' is a keyword and can't be a name; choose another one.`
      : l10n.t`'${shownName}' is not a name: letters, digits and '_', no digit first.`,
  };
}

type ClashMessage = (name: string, line: number) => string;

const clashMessages: Readonly<Record<SymbolRole, ClashMessage>> = {
  param: (name, line) => l10n.t`'${name}' would clash with the param in line ${line}; choose another name.`,
  data: (name, line) => l10n.t`'${name}' would clash with the data in line ${line}; choose another name.`,
  const: (name, line) => l10n.t`'${name}' would clash with the const in line ${line}; choose another name.`,
  node: (name, line) => l10n.t`'${name}' would clash with the node in line ${line}; choose another name.`,
  loss: (name, line) => l10n.t`'${name}' would clash with the loss in line ${line}; choose another name.`,
  fn: (name, line) => l10n.t`'${name}' would clash with the function in line ${line}; choose another name.`,
  parameter: (name, line) => l10n.t`'${name}' would clash with the parameter in line ${line}; choose another name.`,
};

export function nameClash({ name, role, module, range: nameRange }: NamedSymbol): Refusal {
  return { refusal: clashMessages[role](truncate(name), lineNumberAt(module, nameRange.start)) };
}

/** A name that stands somewhere, of the new text, would mean something else than it does. */
export function meaningWouldChange(file: string, module: Module, start: number): Refusal {
  const [name] = /[\p{ID_Continue}]*/u.exec(module.text.slice(start, start + 200))!;
  const [shownName, line] = [truncate(name), lineNumberAt(module, start)];
  return { refusal: l10n.t`In ${file}, line ${line}, '${shownName}' would mean something else; choose another name.` };
}

export function errorWouldOccur(file: string, module: Module, { start, message }: Problem): Refusal {
  return { refusal: l10n.t`${file} would be wrong in line ${lineNumberAt(module, start)}: ${message}` };
}

/** Whoever imports a file with an error can't read what it names. */
export function importWouldFail(importer: string, module: Module, { start, message }: Problem): Refusal {
  const line = lineNumberAt(module, start);
  return {
    refusal: l10n.t`${importer} imports this file and can't read it while there is an error in line ${line}: ${message}. Correct that first.`,
  };
}

function lineNumberAt({ lines }: Module, offset: number): number {
  return lines.positionAt(offset).line + 1;
}
