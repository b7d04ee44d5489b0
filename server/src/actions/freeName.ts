/** A name that nothing has yet. */

import type { Module } from '../language/names/modules.ts';
import { declaredIn } from '../language/names/symbols.ts';
import { isKeyword } from '../language/syntax/scan.ts';

/** The wish itself, or with the first number behind it that makes it free: for values, functions and parameters alike. */
export function freeName(wish: string, module: Module): string {
  const taken = new Set(declaredIn(module).all.map(({ name }) => name));
  const { functions, consts } = module.names.scope;
  const isFree = (name: string) => !taken.has(name) && !functions.has(name) && !consts.has(name) && !isKeyword(name);
  if (isFree(wish)) return wish;
  let number = 2;
  while (!isFree(`${wish}${number}`)) number++;
  return `${wish}${number}`;
}
