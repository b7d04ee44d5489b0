/** The outline: everything that a file names in its order, and inside of functions their parameters and names. */

import type { DocumentSymbol } from 'vscode-languageserver';
import { showShape } from '../../engine/ir/shape.ts';
import { sourceOf } from '../../language/base/excerpt.ts';
import { shortened } from '../../language/base/truncate.ts';
import { nodeAt } from '../../language/lowering/model.ts';
import { showSignature } from '../../language/names/bindArguments.ts';
import { signatureOf } from '../../language/names/functions.ts';
import { declaredIn, type Named } from '../../language/names/symbols.ts';
import { isDefinition } from '../../language/syntax/tree.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { rangeIn } from '../positions.ts';
import { symbolKinds } from './symbolKinds.ts';

export const documentSymbols: Feature = {
  capabilities: { documentSymbolProvider: true },
  register(connection, server) {
    connection.onDocumentSymbol(async ({ textDocument: { uri } }) => {
      const file = await server.settled(uri);
      return file ? symbolsIn(file.snapshot) : null;
    });
  },
};

export function symbolsIn(snapshot: Snapshot): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  for (const named of declaredIn(snapshot.module).all) {
    const symbol = symbolOf(snapshot, named);
    if (named.inside) symbols.at(-1)!.children!.push(symbol);
    else symbols.push(symbol);
  }
  return symbols;
}

function symbolOf(snapshot: Snapshot, named: Named): DocumentSymbol {
  const { name, role, place, statement } = named;
  return {
    name,
    detail: detailOf(snapshot, named),
    kind: symbolKinds[role],
    range: rangeIn(snapshot, role === 'parameter' ? place : statement),
    selectionRange: rangeIn(snapshot, place),
    ...(role === 'fn' && { children: [] }),
  };
}

/** The shape of a tensor; of a scalar, and of what has no value by itself, how it is written. */
function detailOf({ module, text, model }: Snapshot, { name, role, statement }: Named): string {
  if (role === 'parameter') return '';
  if (statement.kind === 'fn')
    return shortened(showSignature(signatureOf({ module, definition: statement })).slice(name.length));
  const node = nodeAt(model.statementNodes, statement.index);
  const shape = node === undefined ? [] : model.program.shape(node);
  if (shape.length > 0) return showShape(shape);
  if (isDefinition(statement)) return sourceOf(text, statement.value);
  return statement.kind === 'drawn' ? sourceOf(text, { start: statement.name.end, end: statement.end }) : '';
}
