/** Translations of user-visible texts shipped with the server, for editors that name a language and bring no texts. */

import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Translations } from '../../../protocol/editor/translations.ts';

/** Relative to the sources, or to the bundle. */
const folder = new URL(extname(import.meta.url) === '.ts' ? '../../../l10n/' : '../l10n/', import.meta.url);

/** @param locale such as `ko`, `ko-KR` or `ko_KR.UTF-8`. */
export function translationsOf(locale: string): Translations | undefined {
  const [language] = /^[a-z]*/.exec(locale.toLowerCase())!;
  const file = new URL(`bundle.l10n.${language}.json`, folder);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
