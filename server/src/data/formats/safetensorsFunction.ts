/** `safetensors("init.safetensors", "wte")`: a tensor of a safetensors file, of any type. */

import * as l10n from '@vscode/l10n';
import { sizeOf } from '../../engine/ir/shape.ts';
import { runToCompletion } from '../../engine/runtime/slices.ts';
import { readSampleElements } from '../elementTypes.ts';
import { isReadFailure } from '../readFailure.ts';
import { readLayout } from '../safetensors.ts';
import { isFileFailure } from '../samples.ts';
import type { FileContent, FileFunction } from './fileFunction.ts';
import { pickTensor } from './pickTensor.ts';
import { unreadable } from './tensorFailures.ts';

export const safetensors: FileFunction = {
  name: 'safetensors',
  extensions: ['.safetensors'],
  statements: ['param', 'const', 'data'],
  doc: 'A tensor of a safetensors file, as float64. Training stores the value of a param beside the model, and leaves the file as it is.',
  usage: 'safetensors takes a file and the name of a tensor, which may be left out if there is one',
  example: 'safetensors("init.safetensors", "wte")',
  path: '"init.safetensors"',
  settings: [
    {
      name: 'name',
      label: '"wte"',
      doc: 'The name of the tensor in the file; it may be left out if there is one.',
      kind: 'text',
      isPositional: true,
      names: tensorNames,
    },
  ],
  *read({ bytes }, { name }, maxElements) {
    const layout = yield* readLayout(bytes);
    if (isReadFailure(layout)) return unreadable(layout);
    const location = pickTensor(layout.locations, name);
    if (isFileFailure(location)) return location;
    const elements = sizeOf(location.shape);
    if (elements > maxElements) {
      return {
        limit: maxElements,
        reason: (file) =>
          l10n.t`'${location.name}' of ${file} has ${elements} numbers, which are too many; use a smaller tensor`,
      };
    }
    return { shape: location.shape, values: yield* readSampleElements(bytes, location) };
  },
};

/** In the order of their data. */
function tensorNames({ bytes }: FileContent): readonly string[] {
  const layout = runToCompletion(readLayout(bytes));
  return isReadFailure(layout) ? [] : layout.locations.map(({ name }) => name);
}
