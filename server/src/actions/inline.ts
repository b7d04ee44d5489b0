/** Inline: replaces a name by its formula, parenthesized where necessary, and removes the statement. */

import * as l10n from '@vscode/l10n';
import { type Reference, referencesIn } from '../language/names/references/references.ts';
import { fileSymbols, type NamedSymbol } from '../language/names/references/symbols.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { type Definition, type Expression, isDefinition, rangeIn } from '../language/syntax/ast.ts';
import { operandsOf, precedenceOf, requiredPrecedence } from '../language/syntax/operands.ts';
import { removeStatement } from '../language/syntax/statementLines.ts';
import type { Edit } from '../language/text/edits.ts';
import { sortEdits } from '../language/text/edits.ts';
import { collapseWhitespace } from '../language/text/excerpt.ts';
import type { Range } from '../language/text/lines.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { callsSameFunctions, reasonNotToMove, subexpressionsOf, valueNames } from './preservesMeaning.ts';
import { type Refactoring, sharesLineRefusal, validateEdits } from './refactoring.ts';
import { parenthesizedRange } from './selection.ts';

/** @param isReferencedElsewhere true if other files use a name of this one. */
export async function inlineRefactorings(
  snapshot: Snapshot,
  selection: Range,
  isReferencedElsewhere: (symbol: NamedSymbol) => Promise<boolean>,
): Promise<readonly Refactoring[]> {
  const reference = referencesIn(snapshot.module).at(selection.start);
  if (reference === undefined || reference.end < selection.end || reference.symbol.module !== snapshot.module)
    return [];
  const { symbol } = reference;
  if (symbol.role === 'fn' || symbol.role === 'parameter') return [];
  const title = l10n.t`Inline ${symbol.name}`;
  const reason =
    reasonNotToInline(snapshot, symbol) ??
    ((await isReferencedElsewhere(symbol)) ? usedElsewhereRefusal(symbol.name) : undefined);
  return [
    {
      title,
      kind: 'refactor.inline',
      outcome: reason ?? inlineEdits(snapshot, symbol.statement as Definition, symbol),
    },
  ];
}

function reasonNotToInline({ module }: Snapshot, { name, role, statement }: NamedSymbol): Refusal | undefined {
  if (role === 'param') return { refusal: l10n.t`${name} is a param, which training updates.` };
  if (role === 'data') return { refusal: l10n.t`${name} is data, which defines the samples.` };
  if (role === 'loss') return { refusal: l10n.t`${name} is a loss, which training minimizes.` };
  if (!isDefinition(statement)) return { refusal: l10n.t('The statement has a syntax error.') };
  const subexpressions = subexpressionsOf(module, statement, statement.value);
  const dependsOnSamples = role === 'const' && dependsOnData(module, subexpressions);
  if (dependsOnSamples)
    return { refusal: l10n.t`${name} is computed over all samples; inlined, it would be computed over a mini-batch.` };
  return reasonNotToMove(module, [{ statement, subexpressions }]);
}

function dependsOnData(module: Snapshot['module'], subexpressions: readonly Expression[]): boolean {
  const worklist = [...valueNames(subexpressions)];
  const seen = new Set(worklist);
  for (const name of worklist) {
    const statement = module.names.definitions.get(name);
    if (statement?.kind === 'data') return true;
    if (!statement || !isDefinition(statement)) continue;
    for (const dependency of valueNames(subexpressionsOf(module, statement, statement.value))) {
      if (!seen.has(dependency)) worklist.push(dependency);
      seen.add(dependency);
    }
  }
  return false;
}

function inlineEdits(snapshot: Snapshot, statement: Definition, symbol: NamedSymbol): readonly Edit[] | Refusal {
  const { module, text } = snapshot;
  const edits: Edit[] = [...removeStatement(snapshot, statement)];
  if (edits.length === 0) return sharesLineRefusal();
  const uses = referencesIn(module)
    .of(symbol)
    .filter(({ isDefinition }) => !isDefinition);
  if (uses.length === 0) return { refusal: l10n.t`${symbol.name} is not used.` };
  const { value } = statement;
  const subexpressions = subexpressionsOf(module, statement, value);
  const valueRange = rangeIn(statement, value);
  const names = symbol.enclosingFunction ? [] : valueNames(subexpressions);
  const calls = subexpressions.filter(({ kind }) => kind === 'call');
  const source = collapseWhitespace(text.slice(valueRange.start, valueRange.end));
  const useSites = new UseSites(snapshot);
  for (const use of uses) {
    const { enclosingFunction, start } = use;
    // Names inside a function shadow those of the file, and a function is in scope only after its definition.
    const shadowedName =
      enclosingFunction && names.find((name) => fileSymbols(module).localSymbol(name, enclosingFunction));
    if (shadowedName !== undefined)
      return { refusal: l10n.t`In ${enclosingFunction!.name.name}, '${shadowedName}' has a different meaning.` };
    if (!callsSameFunctions(module, calls, valueRange.start, start)) {
      return { refusal: l10n.t('A function that it calls has a different meaning further down.') };
    }
    const useSite = useSites.find(use);
    if (useSite === undefined) return { refusal: l10n.t`A member or a gradient refers to ${symbol.name} by name.` };
    edits.push(inlineEdit(text, value, source, useSite));
  }
  return validateEdits(snapshot, sortEdits(edits));
}

interface UseSite {
  readonly use: Expression;
  readonly range: Range;
  readonly parent: Expression | undefined;
}

/** Expressions that use names, with their parent expressions. */
class UseSites {
  readonly #tree: Snapshot['tree'];
  /** Keyed by the start of the use; filled lazily for each statement. */
  readonly #sitesByStatement = new Map<Reference['statement'], ReadonlyMap<number, UseSite>>();

  constructor({ tree }: Snapshot) {
    this.#tree = tree;
  }

  /** Undefined if the name is not a value by itself. */
  find({ start, statement }: Reference): UseSite | undefined {
    const sitesByOffset = this.#sitesByStatement.get(statement) ?? this.#collect(statement);
    this.#sitesByStatement.set(statement, sitesByOffset);
    const useSite = sitesByOffset.get(start);
    return useSite?.parent?.kind === 'gradient' ? undefined : useSite;
  }

  #collect(statement: Reference['statement']): ReadonlyMap<number, UseSite> {
    const expressions = this.#tree.expressionsIn(statement);
    const parents = new Map(expressions.flatMap((parent) => operandsOf(parent).map((operand) => [operand, parent])));
    const uses = expressions.filter(({ kind }) => kind === 'name');
    return new Map(
      uses.map((use) => {
        const range = rangeIn(statement, use);
        return [range.start, { use, range, parent: parents.get(use) }];
      }),
    );
  }
}

function inlineEdit(text: string, value: Expression, source: string, { use, range, parent }: UseSite): Edit {
  const minPrecedence = parent ? requiredPrecedence(parent, use) : 0;
  const isNumber = value.kind === 'number' && parent?.kind === 'transpose';
  const bindsTightly = precedenceOf(value) >= minPrecedence && !isNumber;
  const outerRange = parenthesizedRange(text, range);
  // Existing parentheses are reused, or removed if they are no longer needed.
  if (bindsTightly) return { ...range, text: source };
  return { start: outerRange.start, end: outerRange.end, text: `(${source})` };
}

function usedElsewhereRefusal(name: string): Refusal {
  return { refusal: l10n.t`${name} is used in other files.` };
}
