/** The top-level names of a module: declarations as syntax trees, and imports as values. */

import { readFileSync } from 'node:fs';
// TypeScript 7 has no parser that can be called from JavaScript; Vitest brings the one of Vite.
import { parseAst } from 'vitest/node';
import type { Node } from './compileForward.ts';

export interface ModuleScope {
  /** Initializers of constants. */
  readonly declarations: ReadonlyMap<string, Node>;
  readonly imports: ReadonlyMap<string, unknown>;
}

/** @param url URL of a TypeScript module. */
export async function moduleScope(url: URL): Promise<ModuleScope> {
  const declarations = new Map<string, Node>();
  const imports = new Map<string, unknown>();
  for (const statement of parseAst(readFileSync(url, 'utf8'), { lang: 'ts' }).body) {
    if (statement.type === 'ImportDeclaration' && statement.importKind !== 'type') {
      const { value } = statement.source;
      if (!value.startsWith('.')) continue;
      const module: Readonly<Record<string, unknown>> = await import(new URL(value, url).href);
      for (const specifier of statement.specifiers) {
        if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier') continue;
        imports.set(specifier.local.name, module[specifier.imported.name]);
      }
    }
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type === 'Identifier' && init) declarations.set(id.name, init);
    }
  }
  return { declarations, imports };
}
