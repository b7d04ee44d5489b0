/**
 * The call hierarchy is the flow of the gradient: what uses a value hands a gradient back to it, so its consumers are the
 * incoming calls, and the operands to which it hands gradients on are the outgoing ones.
 */

import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall } from 'vscode-languageserver';
import { isLibrary, type Module } from '../../language/names/modules.ts';
import { type Mention, mentionsIn } from '../../language/names/references.ts';
import { keyOf, mentionsOf } from '../../language/names/symbolKeys.ts';
import { declaredIn, type Named } from '../../language/names/symbols.ts';
import { placeOf, type Statement } from '../../language/syntax/tree.ts';
import type { Reading } from '../../snapshot/annotations.ts';
import { showGradient } from '../../snapshot/annotationText.ts';
import type { Feature, FileView, ModelFile, Server } from '../feature.ts';
import { rangeIn } from '../positions.ts';
import { definedAt, fileOf } from './definition.ts';
import { filesThatMayName } from './references.ts';
import { symbolKinds } from './symbolKinds.ts';

export const callHierarchy: Feature = {
  capabilities: { callHierarchyProvider: true },
  register(connection, server) {
    const { callHierarchy: on } = connection.languages;
    on.onPrepare(async ({ textDocument: { uri }, position }) => {
      const file = await server.model(uri);
      const mention = file && definedAt(file.module, file.module.lines.offsetAt(position));
      return mention ? [await itemOf(mention.named, file!, server)] : null;
    });
    on.onIncomingCalls(async ({ item }) => {
      const found = await named(item, server);
      return found ? await incoming(found.named, found.file, server) : null;
    });
    on.onOutgoingCalls(async ({ item }) => {
      const found = await named(item, server);
      return found ? await outgoing(found.named, found.file, server) : null;
    });
  },
};

/** What an item stands for, unless the text has changed. */
async function named({ uri, name, selectionRange }: CallHierarchyItem, server: Server) {
  const file = (await server.model(uri)) ?? (await server.models()).find(({ path }) => path === uri);
  const mention = file && mentionsIn(file.module).at(file.module.lines.offsetAt(selectionRange.start));
  return mention?.named.name === name ? { named: mention.named, file: file! } : undefined;
}

/** What uses it, each with the places where it does. */
async function incoming(named: Named, file: ModelFile, server: Server): Promise<CallHierarchyIncomingCall[]> {
  const calls: Promise<CallHierarchyIncomingCall>[] = [];
  for (const other of await filesThatMayName(named, file, server)) {
    const { module } = other;
    const uses = mentionsOf(module, other.path, keyOf(named, file.path)).filter(isRead);
    for (const [consumer, places] of grouped(uses, (use) => consumerOf(use, module))) {
      const fromRanges = places.map((place) => rangeIn(module, place));
      calls.push(itemOf(consumer, other, server).then((from) => ({ from, fromRanges })));
    }
  }
  return Promise.all(calls);
}

/** What it is made of, each with the places where it is named; of a function what its body takes from outside. */
async function outgoing(named: Named, file: ModelFile, server: Server): Promise<CallHierarchyOutgoingCall[]> {
  const { module } = file;
  const { statement } = named;
  const uses = mentionsIn(module).all.filter((use) =>
    statement.kind === 'fn'
      ? statement.start <= use.start && use.end <= statement.end && use.named.inside !== statement
      : use.statement === statement,
  );
  const operands = uses.filter((use) => isRead(use) && use.named !== named && !isLibrary(use.named.module));
  const calls = [...grouped(operands, (use) => use.named)].map(async ([operand, places]) => ({
    to: await itemOf(operand, file, server),
    fromRanges: places.map((place) => rangeIn(module, place)),
  }));
  return Promise.all(calls);
}

/** A parameter that is given by keyword is not read there. */
function isRead({ isDefinition, named, around }: Mention): boolean {
  return !isDefinition && (named.role !== 'parameter' || named.inside === around);
}

/** What the statement defines in which something is used: what a function returns is the function. */
function consumerOf({ statement, around }: Mention, module: Module): Named | undefined {
  const declared = declaredIn(module);
  return declared.by(statement) ?? (around && declared.by(around));
}

function grouped(mentions: readonly Mention[], by: (mention: Mention) => Named | undefined): Map<Named, Mention[]> {
  const groups = new Map<Named, Mention[]>();
  for (const mention of mentions) {
    const named = by(mention);
    if (named === undefined) continue;
    const group = groups.get(named);
    if (group) group.push(mention);
    else groups.set(named, [mention]);
  }
  return groups;
}

/** @param from the file in which it is named. */
async function itemOf(named: Named, from: ModelFile, server: Server): Promise<CallHierarchyItem> {
  const { name, role, module, place, statement, inside } = named;
  const uri = fileOf(named, from.uri);
  const view = inside ? undefined : await server.settled(uri);
  const reading = view && readingAt(view, statement);
  const detail = reading?.kind === 'value' ? showGradient(reading, server.settings.digits) : undefined;
  return {
    name,
    kind: symbolKinds[role],
    ...(detail !== undefined && { detail }),
    uri,
    range: rangeIn(module, role === 'parameter' ? place : statement),
    selectionRange: rangeIn(module, place),
  };
}

/** What is read at a statement, unless the text has changed meanwhile. */
function readingAt({ snapshot: { tree }, readings }: FileView, statement: Statement): Reading | undefined {
  const place = placeOf(tree, statement);
  return tree.overview.starts[place] === statement.start ? readings.at(place) : undefined;
}
