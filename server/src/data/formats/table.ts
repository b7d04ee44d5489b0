/** The functions that read files. They are the whole value of a statement, and no operators. */

import { csv } from './csvFunction.ts';
import type { FileFunction } from './fileFunction.ts';
import { idx } from './idxFunction.ts';
import { npy } from './npyFunction.ts';
import { npz } from './npzFunction.ts';
import { safetensors } from './safetensorsFunction.ts';
import { text } from './textFunction.ts';

export const fileFunctions: readonly FileFunction[] = [csv, text, npy, npz, idx, safetensors];

const functionsByName = new Map(fileFunctions.map((row) => [row.name, row]));

export function fileFunctionNamed(name: string): FileFunction | undefined {
  return functionsByName.get(name);
}

/** The ends of the names of all files that functions read. */
export const dataExtensions: readonly string[] = [...new Set(fileFunctions.flatMap(({ extensions }) => extensions))];
