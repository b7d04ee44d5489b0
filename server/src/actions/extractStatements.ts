/** Extract: turns several statements into a function, which returns the one value of them that is used elsewhere. */

import * as l10n from '@vscode/l10n';
import { freeName } from '../language/names/references/freeName.ts';
import { referencesIn } from '../language/names/references/references.ts';
import { fileSymbols } from '../language/names/references/symbols.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { type Definition, isDefinition, type Statement } from '../language/syntax/ast.ts';
import { wholeLinesOf } from '../language/syntax/statementLines.ts';
import type { Edit } from '../language/text/edits.ts';
import { lineBreakOf, type Range } from '../language/text/lines.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { reasonNotToExtractFunction, reasonNotToMove, valueNames } from './preservesMeaning.ts';
import { type Refactoring, sharesLineRefusal, validateEdits } from './refactoring.ts';

/** The selected statements, if the selection consists of two or more whole statements. */
export function selectedStatements({ tree }: Snapshot, { start, end }: Range): readonly Statement[] {
  const touched = tree.statements.filter((statement) => statement.start < end && statement.end > start);
  const areWhole = touched.every((statement) => statement.start >= start && statement.end <= end);
  return areWhole && touched.length > 1 ? touched : [];
}

export function extractStatements(snapshot: Snapshot, statements: readonly Statement[]): Refactoring {
  const name = freeName('f', snapshot.module);
  return {
    title: l10n.t`Extract fn ${name}`,
    kind: 'refactor.extract',
    name,
    outcome: extractionEdits(snapshot, statements, name),
  };
}

function extractionEdits(
  snapshot: Snapshot,
  statements: readonly Statement[],
  name: string,
): readonly Edit[] | Refusal {
  const { module, text } = snapshot;
  const definitions = statements.filter(isFormula);
  if (definitions.length < statements.length)
    return { refusal: l10n.t('A function can only be extracted from nodes and consts.') };
  if (statements.some((statement) => !wholeLinesOf(snapshot, statement))) return sharesLineRefusal();
  const parts = definitions.map((statement) => ({ statement, subexpressions: module.tree.expressionsIn(statement) }));
  const subexpressions = parts.flatMap((part) => part.subexpressions);
  const reason = reasonNotToMove(module, parts) ?? reasonNotToExtractFunction(subexpressions);
  if (reason) return reason;
  const usedOutside = definitions.filter((definition) => isUsedElsewhere(snapshot, definition, statements));
  if (usedOutside.length > 1) {
    const [first, second] = usedOutside.map((definition) => definition.name.name);
    return { refusal: l10n.t`A function returns one value, but ${first} and ${second} are both used elsewhere.` };
  }
  const [{ start }, end] = [statements[0], statements.at(-1)!.end];
  const { kind, name: result } = usedOutside[0] ?? definitions.at(-1)!;
  const definedNames = new Set(definitions.map((definition) => definition.name.name));
  const parameters = valueNames(subexpressions)
    .filter((each) => !definedNames.has(each))
    .join(', ');
  const lineBreak = lineBreakOf(text);
  const body = text.slice(start, end).replace(/(\r\n|\r|\n)(?=[^\r\n])/g, '$1  ');
  const lines = [
    `fn ${name}(${parameters}) {`,
    `  ${body}`,
    `  return ${result.name}`,
    '}',
    `${kind === 'const' ? 'const ' : ''}${result.name} = ${name}(${parameters})`,
  ];
  return validateEdits(snapshot, [{ start, end, text: lines.join(lineBreak) }]);
}

function isFormula(statement: Statement): statement is Definition {
  return isDefinition(statement) && (statement.kind === 'node' || statement.kind === 'const');
}

function isUsedElsewhere({ module }: Snapshot, definition: Definition, statements: readonly Statement[]): boolean {
  const symbol = fileSymbols(module).definedBy(definition);
  const references = symbol ? referencesIn(module).of(symbol) : [];
  const [{ start }, end] = [statements[0], statements.at(-1)!.end];
  return references.some((reference) => reference.start < start || reference.start > end);
}
