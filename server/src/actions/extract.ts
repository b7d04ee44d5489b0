/** Extract: what is selected gets a name, as a node, a const or a param in the line above, or becomes a function. */

import * as l10n from '@vscode/l10n';
import { lineBreakOf, type Range } from '../language/base/lines.ts';
import { nodeAt } from '../language/lowering/model.ts';
import { mentionsIn } from '../language/names/references.ts';
import { literalNumbers } from '../language/syntax/literals.ts';
import { scan } from '../language/syntax/scan.ts';
import { type Expression, functionAt, type Statement } from '../language/syntax/tree.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Refusal } from '../training/refusal.ts';
import type { Edit } from '../training/stepEdits.ts';
import { selectedStatements, statementExtraction } from './extractStatements.ts';
import { freeName } from './freeName.ts';
import { operandsOf } from './precedence.ts';
import { type Refactoring, triedOut } from './refactoring.ts';
import { callsTheSame, inBrackets, partsOf, reasonForNoFunction, reasonToStay, valueNames } from './sameMeaning.ts';
import { type Selected, selectedIn, withBrackets } from './selection.ts';
import { ordered, sharesLine, writtenAbove } from './statementLines.ts';

const kind = 'refactor.extract';

/** What the value of an operator is called. */
const results: Readonly<Record<string, string>> = {
  '+': 'total',
  '-': 'difference',
  '*': 'product',
  '@': 'product',
  '/': 'ratio',
  '^': 'power',
};

/** In these, expressions are made of constants. */
const constants: ReadonlySet<Statement['kind']> = new Set(['const', 'param', 'drawn', 'train', 'fn']);

export function extractions(snapshot: Snapshot, selection: Range): readonly Refactoring[] {
  const mention = mentionsIn(snapshot.module).at(selection.start);
  // What has a name needs no other one.
  if (selection.start === selection.end || (mention && selection.end <= mention.end)) return [];
  const statements = selectedStatements(snapshot, selection);
  if (statements.length > 0) return [statementExtraction(snapshot, statements)];
  const selected = selectedIn(snapshot, selection);
  if (selected === undefined) return [{ title: l10n.t('Extract node'), kind, outcome: noExpression() }];
  const { expression, statement, outer } = selected;
  if (expression.kind === 'name' || expression.kind === 'member') return [];
  const name = freeName(nameFor(expression), snapshot.module);
  const keyword = keywordFor(snapshot, selected);
  const found = [extraction(snapshot, keyword, name, [selected])];
  const isNumber = literalNumbers(expression) !== undefined;
  if (isNumber && keyword === '') {
    found.push(extraction(snapshot, 'const', name, [selected]));
    if (statement === outer) found.push(extraction(snapshot, 'param', name, [selected]));
  }
  // A const is of all samples, where a node is of those of a mini-batch.
  const equal = isNumber ? [] : equalPlaces(snapshot, selected);
  const places = equal.filter((place) => keywordFor(snapshot, place) === keyword);
  if (places.length > 1) found.push(extraction(snapshot, keyword, name, places));
  if (operandsOf(expression).length > 0 && !isNumber) found.push(functionExtraction(snapshot, selected));
  return found;
}

/** @param places in the order of the text. */
function extraction(snapshot: Snapshot, keyword: string, name: string, places: readonly Selected[]): Refactoring {
  return {
    title: titleFor(keyword, name, places.length),
    kind,
    name,
    outcome: reasonNotTo(snapshot, places[0]) ?? written(snapshot, keyword, name, places),
  };
}

function titleFor(keyword: string, name: string, places: number): string {
  if (places > 1)
    return keyword === 'const'
      ? l10n.t`Extract const ${name} from ${places} places`
      : l10n.t`Extract node ${name} from ${places} places`;
  if (keyword === 'const') return l10n.t`Extract const ${name}`;
  if (keyword === 'param') return l10n.t`Extract param ${name}`;
  return keyword === 'data' ? l10n.t`Extract data ${name}` : l10n.t`Extract node ${name}`;
}

function reasonNotTo({ module }: Snapshot, { expression, statement, outer }: Selected): Refusal | undefined {
  if (statement.kind === 'broken' || outer.kind === 'broken')
    return { refusal: l10n.t("The statement can't be read yet.") };
  if (statement.kind === 'param')
    return { refusal: l10n.t('The numbers of a param are its own: training moves them.') };
  if (expression.kind === 'string') return { refusal: l10n.t('A text in quotes is no value.') };
  return reasonToStay(module, partsOf(module, expression));
}

function written(
  snapshot: Snapshot,
  keyword: string,
  name: string,
  places: readonly Selected[],
): readonly Edit[] | Refusal {
  const [{ expression, statement }] = places;
  const source = inBrackets(snapshot.text.slice(expression.start, expression.end));
  const line = `${keyword === '' ? '' : `${keyword} `}${name} = ${source}`;
  const uses = places.map(({ range }) => ({ ...range, text: name }));
  const above = writtenAbove(snapshot, statement, line);
  if (above) return triedOut(snapshot, ordered([above, ...uses]));
  const braces = inBraces(snapshot, statement, line);
  return braces ? triedOut(snapshot, ordered([...braces, ...uses])) : sharesLine();
}

/** `fn f(x) = E` with braces, and a statement more. */
function inBraces({ text }: Snapshot, { kind, start, end }: Statement, line: string): readonly Edit[] | undefined {
  if (kind !== 'return' || text[start] !== '=') return undefined;
  const value = start + 1 + /^\s*/.exec(text.slice(start + 1))![0].length;
  const lineBreak = lineBreakOf(text);
  return [
    { start, end: value, text: `{${lineBreak}  ${line}${lineBreak}  return ` },
    { start: end, end, text: `${lineBreak}}` },
  ];
}

/** What is the same in other statements, too: of the same function, or of the file outside of functions. */
function equalPlaces(snapshot: Snapshot, selected: Selected): readonly Selected[] {
  const { tree, text, module } = snapshot;
  const { expression, outer } = selected;
  const around = functionAt(tree, expression.start);
  const wanted = wordsOf(text, expression);
  const parts = partsOf(module, expression);
  return (around ? around.body : tree.statements).flatMap((statement) => {
    if (statement.kind === 'fn' || statement.kind === 'broken' || statement.kind === 'param') return [];
    return tree.expressionsIn(statement).flatMap((other) => {
      const isAlike =
        other.kind === expression.kind && other.index - other.first === expression.index - expression.first;
      const isSame =
        isAlike && wordsOf(text, other) === wanted && callsTheSame(module, parts, expression.start, other.start);
      return isSame
        ? [{ expression: other, range: withBrackets(text, other), statement, outer: around ? outer : statement }]
        : [];
    });
  });
}

function wordsOf(text: string, { start, end }: Expression): string {
  const tokens = scan(text.slice(start, end));
  const words: string[] = [];
  for (let at = 0; tokens.kind(at) !== 'end'; at++) words.push(tokens.text(at));
  return words.join(' ');
}

/** `fn f(a, b) = …` of the names in it, and its call in place of what is selected. */
function functionExtraction(snapshot: Snapshot, selected: Selected): Refactoring {
  const { module, text } = snapshot;
  const { expression, range, outer } = selected;
  const name = freeName('f', module);
  const parts = partsOf(module, expression);
  const given = valueNames(parts).join(', ');
  const head = `fn ${name}(${given}) = `;
  const above = writtenAbove(snapshot, outer, head + inBrackets(text.slice(expression.start, expression.end)));
  const edits = above && [above, { ...range, text: `${name}(${given})` }];
  const reason = reasonNotTo(snapshot, selected) ?? reasonForNoFunction(parts);
  return {
    title: l10n.t`Extract fn ${name}`,
    kind,
    name,
    outcome: reason ?? (edits ? triedOut(snapshot, edits) : sharesLine()),
  };
}

function nameFor(expression: Expression): string {
  if (expression.kind === 'call') return expression.callee.name;
  return expression.kind === 'binary' ? (results[expression.symbol] ?? 'mask') : 'value';
}

function keywordFor({ model }: Snapshot, { expression, statement }: Selected): string {
  if (statement.kind !== 'data') return constants.has(statement.kind) ? 'const' : '';
  const [own, whole] = [nodeAt(model.expressionNodes, expression.index), nodeAt(model.statementNodes, statement.index)];
  const lengthOf = (node: number | undefined) => (node === undefined ? undefined : model.program.shape(node)[0]);
  return lengthOf(own) !== undefined && lengthOf(own) === lengthOf(whole) ? 'data' : 'const';
}

function noExpression(): Refusal {
  return { refusal: l10n.t('What is selected is no whole expression.') };
}
