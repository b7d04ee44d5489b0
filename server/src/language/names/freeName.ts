/** A name that nothing has yet. */

import { isKeyword } from '../syntax/scan.ts';
import type { Module } from './module.ts';
import { fileSymbols } from './symbols.ts';

/** The wish itself, or with the first number behind it that makes it free: for values, functions and parameters alike. */
export function freeName(preferredName: string, module: Module): string {
  const taken = new Set(fileSymbols(module).all.map(({ name }) => name));
  const { functions, consts } = module.names.scope;
  const isFree = (name: string) => !taken.has(name) && !functions.has(name) && !consts.has(name) && !isKeyword(name);
  if (isFree(preferredName)) return preferredName;
  let suffix = 2;
  while (!isFree(`${preferredName}${suffix}`)) suffix++;
  return `${preferredName}${suffix}`;
}
