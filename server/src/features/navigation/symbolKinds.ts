/** LSP symbol kinds of the symbols of a model; editors show an icon for each. */

import { SymbolKind } from 'vscode-languageserver';
import type { SymbolRole } from '../../language/names/references/symbols.ts';

export const symbolKinds: Readonly<Record<SymbolRole, SymbolKind>> = {
  param: SymbolKind.Property,
  data: SymbolKind.Array,
  const: SymbolKind.Constant,
  node: SymbolKind.Variable,
  loss: SymbolKind.Number,
  fn: SymbolKind.Function,
  parameter: SymbolKind.Variable,
  variable: SymbolKind.Variable,
};
