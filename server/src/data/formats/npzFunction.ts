/** `npz("data.npz", "x")`: an array of an archive that NumPy saved, compressed or not. */

import * as l10n from '@vscode/l10n';
import { sizeOf } from '../../engine/ir/shape.ts';
import { runToCompletion } from '../../engine/runtime/slices.ts';
import { maxNpyHeaderEnd, readNpyValues } from '../npy.ts';
import { type ArchiveMember, readMember, readMembers } from '../npz.ts';
import { isReadFailure } from '../readFailure.ts';
import { type FileFailure, isFileFailure, type Samples } from '../samples.ts';
import type { FileContent, FileFunction } from './fileFunction.ts';
import { readCompleteHeader } from './npyFunction.ts';
import { pickTensor } from './pickTensor.ts';
import { tooManyNumbers, unreadable } from './tensorFailures.ts';

export const npz: FileFunction = {
  name: 'npz',
  extensions: ['.npz'],
  statements: ['data', 'param', 'const'],
  doc: 'An array of an .npz file that NumPy saved, as float64. Training stores the value of a param beside the model, and leaves the file as it is.',
  usage: 'npz takes a file and the name of an array, which may be left out if there is one',
  example: 'npz("data.npz", "x")',
  path: '"data.npz"',
  settings: [
    {
      name: 'name',
      label: '"x"',
      doc: 'The name of the array in the file; it may be left out if there is one.',
      kind: 'text',
      isPositional: true,
      names: arrayNames,
    },
  ],
  *read({ bytes }, { name }, maxElements) {
    const members = yield* readMembers(bytes);
    if (isReadFailure(members)) return unreadable(members);
    const member = pickTensor(members, name);
    if (isFileFailure(member)) return member;
    const result = yield* readArray(bytes, member, maxElements);
    if (!isFileFailure(result)) return result;
    return { ...result, reason: (file) => result.reason(l10n.t`'${member.name}' of ${file}`) };
  },
};

function* readArray(
  bytes: Uint8Array,
  member: ArchiveMember,
  maxElements: number,
): Generator<undefined, Samples | FileFailure> {
  const beginning = yield* readMember(bytes, member, maxNpyHeaderEnd);
  if (isReadFailure(beginning)) return unreadable(beginning);
  const header = readCompleteHeader(beginning, member.length);
  if (isFileFailure(header)) return header;
  const elements = sizeOf(header.shape);
  if (header.end < member.length) return unreadable({ failure: l10n.t('more data follows its last number') });
  if (elements > maxElements) return tooManyNumbers(elements, maxElements);
  const content = yield* readMember(bytes, member, header.end);
  return isReadFailure(content)
    ? unreadable(content)
    : { shape: header.shape, values: yield* readNpyValues(content, header) };
}

/** In the order of the archive's directory. */
function arrayNames({ bytes }: FileContent): readonly string[] {
  const members = runToCompletion(readMembers(bytes));
  return isReadFailure(members) ? [] : members.map(({ name }) => name);
}
