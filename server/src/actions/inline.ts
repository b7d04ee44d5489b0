/** Inline: a formula in place of its name, in brackets where it needs some, and the statement is gone. */

import * as l10n from '@vscode/l10n';
import { onOneLine } from '../language/base/excerpt.ts';
import type { Range } from '../language/base/lines.ts';
import { type Mention, mentionsIn } from '../language/names/references.ts';
import { declaredIn, type Named } from '../language/names/symbols.ts';
import { type Definition, type Expression, isDefinition } from '../language/syntax/tree.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Refusal } from '../training/refusal.ts';
import type { Edit } from '../training/stepEdits.ts';
import { bindingOf, leastBinding, operandsOf } from './precedence.ts';
import { type Refactoring, triedOut } from './refactoring.ts';
import { callsTheSame, partsOf, reasonToStay, valueNames } from './sameMeaning.ts';
import { withBrackets } from './selection.ts';
import { ordered, removed, sharesLine } from './statementLines.ts';

/** @param isNamedElsewhere whether other files use a name of this one. */
export async function inlinings(
  snapshot: Snapshot,
  selection: Range,
  isNamedElsewhere: (named: Named) => Promise<boolean>,
): Promise<readonly Refactoring[]> {
  const mention = mentionsIn(snapshot.module).at(selection.start);
  if (mention === undefined || mention.end < selection.end || mention.named.module !== snapshot.module) return [];
  const { named } = mention;
  if (named.role === 'fn' || named.role === 'parameter') return [];
  const title = l10n.t`Inline ${named.name}`;
  const reason =
    reasonNotTo(snapshot, named) ?? ((await isNamedElsewhere(named)) ? usedElsewhere(named.name) : undefined);
  return [
    { title, kind: 'refactor.inline', outcome: reason ?? inlined(snapshot, named.statement as Definition, named) },
  ];
}

function reasonNotTo({ module }: Snapshot, { name, role, statement }: Named): Refusal | undefined {
  if (role === 'param') return { refusal: l10n.t`${name} is a param: its numbers are what training moves.` };
  if (role === 'data') return { refusal: l10n.t`${name} is data: its statement says what the samples are.` };
  if (role === 'loss') return { refusal: l10n.t`${name} is a loss: its statement says what is minimised.` };
  if (!isDefinition(statement)) return { refusal: l10n.t("The statement can't be read yet.") };
  const parts = partsOf(module, statement.value);
  const isOfSamples = role === 'const' && dependsOnData(module, parts);
  if (isOfSamples) return { refusal: l10n.t`${name} is of all samples, and a node would be of those of a mini-batch.` };
  return reasonToStay(module, parts);
}

function dependsOnData(module: Snapshot['module'], parts: readonly Expression[]): boolean {
  const open = [...valueNames(parts)];
  const seen = new Set(open);
  for (const name of open) {
    const statement = module.names.definitions.get(name);
    if (statement?.kind === 'data') return true;
    if (!statement || !isDefinition(statement)) continue;
    for (const further of valueNames(partsOf(module, statement.value))) {
      if (!seen.has(further)) open.push(further);
      seen.add(further);
    }
  }
  return false;
}

function inlined(snapshot: Snapshot, statement: Definition, named: Named): readonly Edit[] | Refusal {
  const { module, text } = snapshot;
  const edits: Edit[] = [...removed(snapshot, statement)];
  if (edits.length === 0) return sharesLine();
  const uses = mentionsIn(module)
    .of(named)
    .filter(({ isDefinition }) => !isDefinition);
  if (uses.length === 0) return { refusal: l10n.t`Nothing uses ${named.name}.` };
  const { value } = statement;
  const parts = partsOf(module, value);
  const names = named.inside ? [] : valueNames(parts);
  const calls = parts.filter(({ kind }) => kind === 'call');
  const source = onOneLine(text.slice(value.start, value.end));
  const places = new Places(snapshot);
  for (const use of uses) {
    const { around, start } = use;
    // Names inside of a function come before those of the file, and functions are meant from their definition on.
    const hidden = around && names.find((name) => declaredIn(module).local(name, around));
    if (hidden !== undefined) return { refusal: l10n.t`In ${around!.name.name}, '${hidden}' means something else.` };
    if (!callsTheSame(module, calls, value.start, start)) {
      return { refusal: l10n.t('A function that it calls means something else further down.') };
    }
    const place = places.of(use);
    if (place === undefined) return { refusal: l10n.t`A member or a gradient names ${named.name}.` };
    edits.push(writtenAt(text, value, source, place));
  }
  return triedOut(snapshot, ordered(edits));
}

interface Place {
  readonly use: Expression;
  readonly parent: Expression | undefined;
}

/** The expressions that are uses of names, with what they are operands of. */
class Places {
  readonly #tree: Snapshot['tree'];
  /** By where the use starts, of each statement that was looked at. */
  readonly #known = new Map<Mention['statement'], ReadonlyMap<number, Place>>();

  constructor({ tree }: Snapshot) {
    this.#tree = tree;
  }

  /** Undefined where a name is no value by itself. */
  of({ start, statement }: Mention): Place | undefined {
    const places = this.#known.get(statement) ?? this.#in(statement);
    this.#known.set(statement, places);
    const place = places.get(start);
    return place?.parent?.kind === 'gradient' ? undefined : place;
  }

  #in(statement: Mention['statement']): ReadonlyMap<number, Place> {
    const expressions = this.#tree.expressionsIn(statement);
    const parents = new Map(expressions.flatMap((parent) => operandsOf(parent).map(({ index }) => [index, parent])));
    const uses = expressions.filter(({ kind }) => kind === 'name');
    return new Map(uses.map((use) => [use.start, { use, parent: parents.get(use.index) }]));
  }
}

function writtenAt(text: string, value: Expression, source: string, { use, parent }: Place): Edit {
  const least = parent ? leastBinding(parent, use) : 0;
  const isNumber = value.kind === 'number' && parent?.kind === 'transpose';
  const isTight = bindingOf(value) >= least && !isNumber;
  const around = withBrackets(text, use);
  // Brackets that stand there already serve, and go where they are no longer needed.
  if (isTight) return { start: use.start, end: use.end, text: source };
  return { start: around.start, end: around.end, text: `(${source})` };
}

function usedElsewhere(name: string): Refusal {
  return { refusal: l10n.t`Other files use ${name}.` };
}
