/**
 * The call hierarchy follows the flow of gradients: the consumers of a value send gradients back to it, so they are
 * its incoming calls; its operands are the outgoing calls.
 */

import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall } from 'vscode-languageserver';
import type { FileView } from '../../documents/fileView.ts';
import type { ModuleFile } from '../../files/workspace/moduleFile.ts';
import { isLibrary } from '../../language/names/modules/loadModule.ts';
import type { Module } from '../../language/names/modules/module.ts';
import { type Reference, referencesIn } from '../../language/names/references/references.ts';
import { referencesOf, symbolKeyOf } from '../../language/names/references/symbolKeys.ts';
import { fileSymbols, type NamedSymbol } from '../../language/names/references/symbols.ts';
import type { Statement } from '../../language/syntax/ast.ts';
import { indexOfStatement } from '../../language/syntax/tree/tree.ts';
import type { StatementAnnotation } from '../../snapshot/annotations/annotation.ts';
import { formatNamedGradient } from '../../snapshot/annotations/annotationText.ts';
import type { Feature, Services } from '../feature.ts';
import { toEditorRange } from '../support/positions.ts';
import { fileUriOf, referenceAt } from './definition.ts';
import { filesThatMayReference } from './findReferences.ts';
import { symbolKinds } from './symbolKinds.ts';

type HierarchyServices = Pick<Services, 'documents' | 'models' | 'settings'>;

export const callHierarchy: Feature = {
  capabilities: { callHierarchyProvider: true },
  register(connection, services: HierarchyServices) {
    const { callHierarchy: hierarchy } = connection.languages;
    hierarchy.onPrepare(async ({ textDocument: { uri }, position }) => {
      const file = await services.models.open(uri);
      const reference = file && referenceAt(file.module, file.module.lines.offsetAt(position));
      return reference ? [await itemOf(reference.symbol, file!, services)] : null;
    });
    hierarchy.onIncomingCalls(async ({ item }) => {
      const resolved = await resolveItem(item, services);
      return resolved ? await incomingCalls(resolved.symbol, resolved.file, services) : null;
    });
    hierarchy.onOutgoingCalls(async ({ item }) => {
      const resolved = await resolveItem(item, services);
      return resolved ? await outgoingCalls(resolved.symbol, resolved.file, services) : null;
    });
  },
};

/** The symbol of an item, unless the text has changed. */
async function resolveItem({ uri, name, selectionRange }: CallHierarchyItem, services: HierarchyServices) {
  const file = await services.models.file(uri);
  const reference = file && referencesIn(file.module).at(file.module.lines.offsetAt(selectionRange.start));
  return reference?.symbol.name === name ? { symbol: reference.symbol, file: file! } : undefined;
}

/** The consumers of a symbol, each with the ranges of its uses. */
async function incomingCalls(
  symbol: NamedSymbol,
  file: ModuleFile,
  services: HierarchyServices,
): Promise<CallHierarchyIncomingCall[]> {
  const calls: Promise<CallHierarchyIncomingCall>[] = [];
  for (const consumerFile of (await filesThatMayReference(symbol, file, services.models)).files) {
    const { module } = consumerFile;
    const references = referencesOf(module, consumerFile.path, symbolKeyOf(symbol, file.path)).filter(isRead);
    for (const [consumer, occurrences] of groupBySymbol(references, (reference) => consumerOf(reference, module))) {
      const fromRanges = occurrences.map((occurrence) => toEditorRange(module, occurrence));
      calls.push(itemOf(consumer, consumerFile, services).then((from) => ({ from, fromRanges })));
    }
  }
  return Promise.all(calls);
}

/** The operands of a symbol with the ranges of their uses; for a function the outer names that its body uses. */
async function outgoingCalls(
  symbol: NamedSymbol,
  file: ModuleFile,
  services: HierarchyServices,
): Promise<CallHierarchyOutgoingCall[]> {
  const { module } = file;
  const { statement } = symbol;
  const references = referencesIn(module).all.filter((reference) =>
    statement.kind === 'fn'
      ? statement.start <= reference.start &&
        reference.end <= statement.end &&
        reference.symbol.enclosingFunction !== statement
      : reference.statement === statement,
  );
  const operands = references.filter(
    (reference) => isRead(reference) && reference.symbol !== symbol && !isLibrary(reference.symbol.module),
  );
  const calls = [...groupBySymbol(operands, (reference) => reference.symbol)].map(async ([operand, occurrences]) => ({
    to: await itemOf(operand, file, services),
    fromRanges: occurrences.map((occurrence) => toEditorRange(module, occurrence)),
  }));
  return Promise.all(calls);
}

/** The keyword of an argument refers to a parameter but does not use its value. */
function isRead({ isDefinition, symbol, enclosingFunction }: Reference): boolean {
  return !isDefinition && (symbol.role !== 'parameter' || symbol.enclosingFunction === enclosingFunction);
}

/** The symbol whose definition contains a reference. The result of a function belongs to the function itself. */
function consumerOf({ statement, enclosingFunction }: Reference, module: Module): NamedSymbol | undefined {
  const namedSymbols = fileSymbols(module);
  return namedSymbols.definedBy(statement) ?? (enclosingFunction && namedSymbols.definedBy(enclosingFunction));
}

function groupBySymbol(
  references: readonly Reference[],
  symbolOf: (reference: Reference) => NamedSymbol | undefined,
): Map<NamedSymbol, Reference[]> {
  const groups = new Map<NamedSymbol, Reference[]>();
  for (const reference of references) {
    const symbol = symbolOf(reference);
    if (symbol === undefined) continue;
    const group = groups.get(symbol);
    if (group) group.push(reference);
    else groups.set(symbol, [reference]);
  }
  return groups;
}

/** @param sourceFile the file of the reference. */
async function itemOf(
  symbol: NamedSymbol,
  sourceFile: ModuleFile,
  services: HierarchyServices,
): Promise<CallHierarchyItem> {
  const { name, role, module, range: nameRange, statement, enclosingFunction } = symbol;
  const uri = fileUriOf(symbol, sourceFile.uri);
  const file = enclosingFunction ? undefined : await services.documents.whenPublished(uri);
  const annotation = file && annotationAt(file, statement);
  const detail =
    annotation?.kind === 'value' ? formatNamedGradient(annotation, services.settings.current.digits) : undefined;
  return {
    name,
    kind: symbolKinds[role],
    ...(detail !== undefined && { detail }),
    uri,
    range: toEditorRange(module, role === 'parameter' ? nameRange : statement),
    selectionRange: toEditorRange(module, nameRange),
  };
}

/** The annotation of a statement, unless the text has changed. */
function annotationAt(
  { snapshot: { tree }, annotations }: FileView,
  statement: Statement,
): StatementAnnotation | undefined {
  const index = indexOfStatement(tree, statement);
  return tree.statementTable.starts[index] === statement.start ? annotations.at(index) : undefined;
}
