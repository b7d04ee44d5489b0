/** User-facing texts of package.json. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/paths.ts';

/** Members of the manifest that VS Code displays, at any depth. */
const displayedMembers: ReadonlySet<string> = new Set([
  'title',
  'description',
  'markdownDescription',
  'deprecationMessage',
  'markdownDeprecationMessage',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'enumItemLabels',
  'label',
  'shortTitle',
  'contents',
  'altText',
]);

/** Names that are not translated. */
const productNames: ReadonlySet<string> = new Set(['Backprop Lens']);

/** Literal texts, and the keys of translated ones. */
export function manifestTexts(): { readonly literals: readonly string[]; readonly keys: readonly string[] } {
  const texts = shownIn(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')), false);
  const keys = texts.flatMap((text) => /^%(.+)%$/.exec(text)?.[1] ?? []);
  return {
    literals: texts.filter((text) => !/^%.+%$/.test(text) && !productNames.has(text)),
    keys: [...new Set(keys)],
  };
}

function shownIn(value: unknown, isShown: boolean): readonly string[] {
  if (typeof value === 'string') return isShown ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => shownIn(item, isShown));
  return Object.entries(value).flatMap(([name, member]) => shownIn(member, displayedMembers.has(name)));
}
