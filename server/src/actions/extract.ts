/** Extract: names the selection as a node, const or param in the line above, or turns it into a function. */

import * as l10n from '@vscode/l10n';
import { nodeAt } from '../language/lowering/model.ts';
import { freeName } from '../language/names/references/freeName.ts';
import { referencesIn } from '../language/names/references/references.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { type Expression, indexIn, rangeIn, type Statement } from '../language/syntax/ast.ts';
import { literalNumbers } from '../language/syntax/literals.ts';
import { operandsOf } from '../language/syntax/operands.ts';
import { scan } from '../language/syntax/scanner.ts';
import { insertAbove } from '../language/syntax/statementLines.ts';
import { functionAt } from '../language/syntax/tree/tree.ts';
import type { Edit } from '../language/text/edits.ts';
import { sortEdits } from '../language/text/edits.ts';
import { lineBreakOf, type Range } from '../language/text/lines.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { extractStatements, selectedStatements } from './extractStatements.ts';
import {
  callsSameFunctions,
  parenthesizeIfMultiline,
  reasonNotToExtractFunction,
  reasonNotToMove,
  subexpressionsOf,
  valueNames,
} from './preservesMeaning.ts';
import { type Refactoring, sharesLineRefusal, validateEdits } from './refactoring.ts';
import { parenthesizedRange, type SelectedExpression, selectedExpression } from './selection.ts';

const kind = 'refactor.extract';

/** Suggested names for the results of operators. */
const resultNames: Readonly<Record<string, string>> = {
  '+': 'total',
  '-': 'difference',
  '*': 'product',
  '%': 'remainder',
  '@': 'product',
  '/': 'ratio',
  '^': 'power',
};

/** Statements whose expressions consist of constants. */
const constantKinds: ReadonlySet<Statement['kind']> = new Set(['const', 'param', 'randomParam', 'train', 'fn']);

export function extractRefactorings(snapshot: Snapshot, selection: Range): readonly Refactoring[] {
  const reference = referencesIn(snapshot.module).at(selection.start);
  // Names need no other name.
  if (selection.start === selection.end || (reference && selection.end <= reference.end)) return [];
  const statements = selectedStatements(snapshot, selection);
  if (statements.length > 0) return [extractStatements(snapshot, statements)];
  const selected = selectedExpression(snapshot, selection);
  if (selected === undefined) return [{ title: l10n.t('Extract node'), kind, outcome: noExpressionRefusal() }];
  const { expression, statement, outer } = selected;
  if (expression.kind === 'name' || expression.kind === 'member') return [];
  const name = freeName(suggestName(expression), snapshot.module);
  const keyword = keywordFor(snapshot, selected);
  const refactorings = [extractExpression(snapshot, keyword, name, [selected])];
  const isLiteral = literalNumbers(expression) !== undefined;
  if (isLiteral && keyword === '') {
    refactorings.push(extractExpression(snapshot, 'const', name, [selected]));
    if (statement === outer) refactorings.push(extractExpression(snapshot, 'param', name, [selected]));
  }
  // A const covers all samples, a node only those of a mini-batch.
  const equalOccurrences = isLiteral ? [] : equalOccurrencesOf(snapshot, selected);
  const occurrences = equalOccurrences.filter((occurrence) => keywordFor(snapshot, occurrence) === keyword);
  if (occurrences.length > 1) refactorings.push(extractExpression(snapshot, keyword, name, occurrences));
  if (operandsOf(expression).length > 0 && !isLiteral) refactorings.push(extractFunction(snapshot, selected));
  return refactorings;
}

/** @param occurrences the occurrences in text order. */
function extractExpression(
  snapshot: Snapshot,
  keyword: string,
  name: string,
  occurrences: readonly SelectedExpression[],
): Refactoring {
  return {
    title: titleFor(keyword, name, occurrences.length),
    kind,
    name,
    outcome: reasonNotToExtract(snapshot, occurrences[0]) ?? extractionEdits(snapshot, keyword, name, occurrences),
  };
}

function titleFor(keyword: string, name: string, count: number): string {
  if (count > 1)
    return keyword === 'const'
      ? l10n.t`Extract const ${name} from ${count} occurrences`
      : l10n.t`Extract node ${name} from ${count} occurrences`;
  if (keyword === 'const') return l10n.t`Extract const ${name}`;
  if (keyword === 'param') return l10n.t`Extract param ${name}`;
  return keyword === 'data' ? l10n.t`Extract data ${name}` : l10n.t`Extract node ${name}`;
}

function reasonNotToExtract(
  { module }: Snapshot,
  { expression, statement, outer }: SelectedExpression,
): Refusal | undefined {
  if (statement.kind === 'broken' || outer.kind === 'broken')
    return { refusal: l10n.t('The statement has a syntax error.') };
  if (statement.kind === 'param')
    return { refusal: l10n.t("The numbers of a param can't be extracted: training updates them.") };
  if (expression.kind === 'string') return { refusal: l10n.t('A string is not a value.') };
  return reasonNotToMove(module, [{ statement, subexpressions: subexpressionsOf(module, statement, expression) }]);
}

function extractionEdits(
  snapshot: Snapshot,
  keyword: string,
  name: string,
  occurrences: readonly SelectedExpression[],
): readonly Edit[] | Refusal {
  const [{ expression, statement }] = occurrences;
  const { start, end } = rangeIn(statement, expression);
  const source = parenthesizeIfMultiline(snapshot.text.slice(start, end));
  const line = `${keyword === '' ? '' : `${keyword} `}${name} = ${source}`;
  const useEdits = occurrences.map(({ range }) => ({ ...range, text: name }));
  const definitionEdit = insertAbove(snapshot, statement, line);
  if (definitionEdit) return validateEdits(snapshot, sortEdits([definitionEdit, ...useEdits]));
  const blockEdits = expandToBlock(snapshot, statement, line);
  return blockEdits ? validateEdits(snapshot, sortEdits([...blockEdits, ...useEdits])) : sharesLineRefusal();
}

/** Expands `fn f(x) = E` to a block with braces, with another statement in it. */
function expandToBlock({ text }: Snapshot, { kind, start, end }: Statement, line: string): readonly Edit[] | undefined {
  if (kind !== 'return' || text[start] !== '=') return undefined;
  const valueStart = start + 1 + /^\s*/.exec(text.slice(start + 1))![0].length;
  const lineBreak = lineBreakOf(text);
  return [
    { start, end: valueStart, text: `{${lineBreak}  ${line}${lineBreak}  return ` },
    { start: end, end, text: `${lineBreak}}` },
  ];
}

/** Equal expressions in other statements: of the same function, or of the file outside functions. */
function equalOccurrencesOf(snapshot: Snapshot, selected: SelectedExpression): readonly SelectedExpression[] {
  const { tree, text, module } = snapshot;
  const { expression, outer } = selected;
  const selectedRange = rangeIn(outer, expression);
  const enclosingFunction = functionAt(tree, selectedRange.start);
  const selectedText = tokenTextOf(text, selectedRange);
  const subexpressions = subexpressionsOf(module, outer, expression);
  return (enclosingFunction ? enclosingFunction.body : tree.statements).flatMap((statement) => {
    if (statement.kind === 'fn' || statement.kind === 'broken' || statement.kind === 'param') return [];
    return tree.expressionsIn(statement).flatMap((other) => {
      const hasSameForm =
        other.kind === expression.kind &&
        other.localIndex - other.localFirst === expression.localIndex - expression.localFirst;
      const otherRange = rangeIn(statement, other);
      const isSame =
        hasSameForm &&
        tokenTextOf(text, otherRange) === selectedText &&
        callsSameFunctions(module, subexpressions, selectedRange.start, otherRange.start);
      return isSame
        ? [
            {
              expression: other,
              range: parenthesizedRange(text, otherRange),
              statement,
              outer: enclosingFunction ? outer : statement,
            },
          ]
        : [];
    });
  });
}

function tokenTextOf(text: string, { start, end }: Range): string {
  const tokens = scan(text.slice(start, end));
  const tokenTexts: string[] = [];
  for (let token = 0; tokens.kind(token) !== 'end'; token++) tokenTexts.push(tokens.text(token));
  return tokenTexts.join(' ');
}

/** Creates `fn f(a, b) = …` with the expression's names as parameters, and replaces the selection by a call. */
function extractFunction(snapshot: Snapshot, selected: SelectedExpression): Refactoring {
  const { module, text } = snapshot;
  const { expression, range, outer } = selected;
  const { start, end } = rangeIn(outer, expression);
  const name = freeName('f', module);
  const subexpressions = subexpressionsOf(module, outer, expression);
  const parameters = valueNames(subexpressions).join(', ');
  const signature = `fn ${name}(${parameters}) = `;
  const definitionEdit = insertAbove(snapshot, outer, signature + parenthesizeIfMultiline(text.slice(start, end)));
  const edits = definitionEdit && [definitionEdit, { ...range, text: `${name}(${parameters})` }];
  const reason = reasonNotToExtract(snapshot, selected) ?? reasonNotToExtractFunction(subexpressions);
  return {
    title: l10n.t`Extract fn ${name}`,
    kind,
    name,
    outcome: reason ?? (edits ? validateEdits(snapshot, edits) : sharesLineRefusal()),
  };
}

function suggestName(expression: Expression): string {
  if (expression.kind === 'call') return expression.callee.name;
  return expression.kind === 'binary' ? (resultNames[expression.symbol] ?? 'mask') : 'value';
}

function keywordFor({ model }: Snapshot, { expression, statement }: SelectedExpression): string {
  if (statement.kind !== 'data') return constantKinds.has(statement.kind) ? 'const' : '';
  const [expressionNode, statementNode] = [
    nodeAt(model.expressionNodes, indexIn(statement, expression)),
    nodeAt(model.statementNodes, statement.id),
  ];
  const firstDimension = (node: number | undefined) => (node === undefined ? undefined : model.program.shape(node)[0]);
  return firstDimension(expressionNode) !== undefined &&
    firstDimension(expressionNode) === firstDimension(statementNode)
    ? 'data'
    : 'const';
}

function noExpressionRefusal(): Refusal {
  return { refusal: l10n.t('The selection is not a complete expression.') };
}
