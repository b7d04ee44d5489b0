/** The outline: all symbols of a file in text order, with parameters and locals nested in their functions. */

import type { DocumentSymbol } from 'vscode-languageserver';
import { formatShape } from '../../engine/ir/shape.ts';
import { nodeAt } from '../../language/lowering/model.ts';
import { formatSignature } from '../../language/names/calls/bindArguments.ts';
import { signatureOf } from '../../language/names/calls/functionSignature.ts';
import { fileSymbols, type NamedSymbol } from '../../language/names/references/symbols.ts';
import { isDefinition, isInitialStep, labelOf, rangeIn } from '../../language/syntax/ast.ts';
import { excerptOf } from '../../language/text/excerpt.ts';
import { truncate } from '../../language/text/truncate.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { toEditorRange } from '../support/positions.ts';
import { symbolKinds } from './symbolKinds.ts';

export const documentSymbols: Feature = {
  capabilities: { documentSymbolProvider: true },
  register(connection, { documents }) {
    connection.onDocumentSymbol(async ({ textDocument: { uri } }) => {
      const file = await documents.whenPublished(uri);
      return file ? documentSymbolsIn(file.snapshot) : null;
    });
  },
};

export function documentSymbolsIn(snapshot: Snapshot): DocumentSymbol[] {
  const outline: DocumentSymbol[] = [];
  for (const symbol of fileSymbols(snapshot.module).all) {
    if (symbol.role === 'variable') continue;
    const documentSymbol = documentSymbolOf(snapshot, symbol);
    if (symbol.enclosingFunction) outline.at(-1)!.children!.push(documentSymbol);
    else outline.push(documentSymbol);
  }
  return outline;
}

function documentSymbolOf(snapshot: Snapshot, symbol: NamedSymbol): DocumentSymbol {
  const { role, range: nameRange, statement } = symbol;
  return {
    name: isInitialStep(statement) ? labelOf(statement) : symbol.name,
    detail: detailOf(snapshot, symbol),
    kind: symbolKinds[role],
    range: toEditorRange(snapshot, role === 'parameter' ? nameRange : statement),
    selectionRange: toEditorRange(snapshot, nameRange),
    ...(role === 'fn' && { children: [] }),
  };
}

/** The shape of a tensor, otherwise the source of the definition. */
function detailOf({ module, text, model }: Snapshot, { name, role, statement }: NamedSymbol): string {
  if (role === 'parameter') return '';
  if (statement.kind === 'fn')
    return truncate(formatSignature(signatureOf({ module, definition: statement })).slice(name.length));
  const node = nodeAt(model.statementNodes, statement.id);
  const shape = node === undefined ? [] : model.program.shape(node);
  if (shape.length > 0) return formatShape(shape);
  if (isDefinition(statement)) return excerptOf(text, rangeIn(statement, statement.value));
  if (statement.kind !== 'randomParam') return '';
  return excerptOf(text, { start: rangeIn(statement, statement.name).end, end: statement.end });
}
