/** The choice of one of the named tensors in a file. */

import * as l10n from '@vscode/l10n';
import { listNames } from '../listNames.ts';
import type { FileFailure } from '../samples.ts';

/** @param name may be absent if there is one tensor. */
export function pickTensor<Tensor extends { readonly name: string }>(
  tensors: readonly Tensor[],
  name: string | undefined,
): Tensor | FileFailure {
  const [tensor, ...others] = name === undefined ? tensors : tensors.filter((candidate) => candidate.name === name);
  if (tensor !== undefined && others.length === 0) return tensor;
  const names = tensors.map((candidate) => candidate.name);
  if (names.length === 0) return { reason: (file) => l10n.t`${file} has no tensors; choose another file` };
  const list = listNames(names);
  return name === undefined
    ? {
        reason: (file) => l10n.t`${file} has ${names.length} tensors; write the name of one: ${list}`,
        unknown: { names },
      }
    : {
        reason: (file) => l10n.t`${file} has no tensor '${name}'; its tensors are ${list}`,
        unknown: { text: name, names },
      };
}
