/** Refusals of a rename: the conflict, its location and what to do. */

import * as l10n from '@vscode/l10n';
import type { Module } from '../../language/names/modules/module.ts';
import type { NamedSymbol, SymbolRole } from '../../language/names/references/symbols.ts';
import type { Problem } from '../../language/problems/problems.ts';
import type { Refusal } from '../../language/problems/refusal.ts';
import { isKeyword } from '../../language/syntax/scanner.ts';
import { truncate } from '../../language/text/truncate.ts';

export function nothingToRename(): string {
  return l10n.t`Only names that the model defines can be renamed: operators, keywords and library functions can't.`;
}

/** Models that were not searched could reference the name. */
export function workspaceTooLarge(name: string): Refusal {
  return {
    refusal: l10n.t`'${truncate(name)}' can't be renamed: the models of the workspace are too large to be searched completely. Open a folder with fewer models.`,
  };
}

export function invalidName(text: string): Refusal {
  const shownName = truncate(text);
  return {
    refusal: isKeyword(text)
      ? l10n.t`'${shownName}' is a keyword and can't be used as a name. Choose another name.`
      : l10n.t`'${shownName}' is not a valid name. Use letters, digits and '_', and don't start with a digit.`,
  };
}

type ClashMessage = (name: string, line: number) => string;

const clashMessages: Readonly<Record<SymbolRole, ClashMessage>> = {
  param: (name, line) => l10n.t`'${name}' is already the name of the param on line ${line}. Choose another name.`,
  data: (name, line) => l10n.t`'${name}' is already the name of the data on line ${line}. Choose another name.`,
  const: (name, line) => l10n.t`'${name}' is already the name of the const on line ${line}. Choose another name.`,
  node: (name, line) => l10n.t`'${name}' is already the name of the node on line ${line}. Choose another name.`,
  loss: (name, line) => l10n.t`'${name}' is already the name of the loss on line ${line}. Choose another name.`,
  fn: (name, line) => l10n.t`'${name}' is already the name of the function on line ${line}. Choose another name.`,
  parameter: (name, line) =>
    l10n.t`'${name}' is already the name of the parameter on line ${line}. Choose another name.`,
  variable: (name, line) =>
    l10n.t`'${name}' already counts the steps of the block on line ${line}. Choose another name.`,
};

export function nameClash({ name, role, module, range: nameRange }: NamedSymbol): Refusal {
  return { refusal: clashMessages[role](truncate(name), lineNumberAt(module, nameRange.start)) };
}

/** @param start offset in the new text of a name whose meaning would change. */
export function meaningWouldChange(file: string, module: Module, start: number): Refusal {
  const [name] = /[\p{ID_Continue}]*/u.exec(module.text.slice(start, start + 200))!;
  const [shownName, line] = [truncate(name), lineNumberAt(module, start)];
  return {
    refusal: l10n.t`In ${file}, line ${line}, '${shownName}' would refer to something else. Choose another name.`,
  };
}

export function errorWouldOccur(file: string, module: Module, { start, message }: Problem): Refusal {
  return { refusal: l10n.t`Renaming would cause an error in ${file}, line ${lineNumberAt(module, start)}: ${message}` };
}

/** A file with an error exports nothing, so its importers cannot be checked. */
export function importWouldFail(importer: string, module: Module, { start, message }: Problem): Refusal {
  const line = lineNumberAt(module, start);
  return {
    refusal: l10n.t`${importer} imports this file and can't be checked because of the error on line ${line}: ${message}. Fix it first.`,
  };
}

function lineNumberAt({ lines }: Module, offset: number): number {
  return lines.positionAt(offset).line + 1;
}
