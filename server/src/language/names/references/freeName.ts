/** Finds an unused name. */

import { isKeyword } from '../../syntax/scanner.ts';
import type { Module } from '../modules/module.ts';
import { fileSymbols } from './symbols.ts';

/** The preferred name, with the smallest number appended that makes it unique in the file: `x`, `x2`, `x3`, … */
export function freeName(preferredName: string, module: Module): string {
  const taken = new Set(fileSymbols(module).all.map(({ name }) => name));
  const { functions, consts } = module.names.scope;
  const isFree = (name: string) => !taken.has(name) && !functions.has(name) && !consts.has(name) && !isKeyword(name);
  if (isFree(preferredName)) return preferredName;
  let suffix = 2;
  while (!isFree(`${preferredName}${suffix}`)) suffix++;
  return `${preferredName}${suffix}`;
}
