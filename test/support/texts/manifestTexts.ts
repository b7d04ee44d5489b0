/** User-facing texts of package.json. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/paths.ts';

/** The members of the manifest that are shown, wherever they stand. */
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

/** A name is the same in every language. */
const productNames: ReadonlySet<string> = new Set(['Backprop Lens']);

/** What is shown as it stands, and the keys of what is not. */
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
