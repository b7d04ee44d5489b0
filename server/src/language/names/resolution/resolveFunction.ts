/** Resolution of functions by name. */

import type { Module, ResolvedFunction } from '../modules/module.ts';

/**
 * Resolves the callee of a call at an offset. Functions of the file, from their definition on, shadow imported functions,
 * which shadow operators; undefined for an operator.
 */
export function resolveFunction(name: string, module: Module, offset: number): ResolvedFunction | undefined {
  const fileFunction = module.names.functions.get(name);
  if (fileFunction?.kind === 'fn' && fileFunction.end <= offset) return { module, definition: fileFunction };
  return module.names.scope.functions.get(name);
}
