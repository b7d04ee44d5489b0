/** In-memory files for texts that import or read them. */

import { isFileFailure } from '../../../server/src/data/samples.ts';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { errorOf } from '../../../server/src/files/referencedFiles.ts';
import { Utf8Text } from '../../../server/src/files/utf8Text.ts';
import type { Files } from '../../../server/src/language/names/modules/files.ts';

/** @param contents the texts or bytes by file name; names are not resolved. */
export function filesOf(contents: Readonly<Record<string, string | Uint8Array>>): Files {
  const missing = (name: string) => ({ reason: `there is no file ${name}` });
  return {
    readText: (name) => (name in contents ? { path: name, text: textOf(contents[name]) } : missing(name)),
    readSamples(name, fileFunction, settings) {
      if (!(name in contents)) return missing(name);
      const samples = runToCompletion(fileFunction.read(contentOf(contents[name]), settings, Number.POSITIVE_INFINITY));
      return isFileFailure(samples) ? errorOf(samples, name) : samples;
    },
  };
}

/** The content of a file as its readers get it. */
export function contentOf(content: string | Uint8Array) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { bytes, text: new Utf8Text(bytes) };
}

function textOf(content: string | Uint8Array): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
