/** What editors call the things that a model gives names to, each with an icon of its own. */

import { SymbolKind } from 'vscode-languageserver';
import type { SymbolRole } from '../../language/names/symbols.ts';

export const symbolKinds: Readonly<Record<SymbolRole, SymbolKind>> = {
  param: SymbolKind.Property,
  data: SymbolKind.Array,
  const: SymbolKind.Constant,
  node: SymbolKind.Variable,
  loss: SymbolKind.Number,
  fn: SymbolKind.Function,
  parameter: SymbolKind.Variable,
};
