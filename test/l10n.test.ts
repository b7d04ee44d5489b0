/** Every user-facing text can be translated and has a Korean translation. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTextsBundle } from '../scripts/docs/texts.ts';
import { root } from '../scripts/paths.ts';
import { manifestTexts } from './support/texts/manifestTexts.ts';
import { topLevelTexts, translatedTexts, untranslatedTexts } from './support/texts/sourceTexts.ts';

type Bundle = Readonly<Record<string, string>>;

const bundles = [
  ['l10n/bundle.l10n.json', 'l10n/bundle.l10n.ko.json'],
  ['package.nls.json', 'package.nls.ko.json'],
] as const;

/** Texts that are the same in Korean. */
const sameInKorean: ReadonlySet<string> = new Set(['Backprop: {0}.', 'NumPy', '{0}; {1}']);

test('the English bundle matches the sources and tables (npm run docs regenerates it)', async () => {
  expect(read('l10n/bundle.l10n.json')).toBe(await createTextsBundle());
});

test('the English bundle contains every text used in the sources', () => {
  const known = bundleOf('l10n/bundle.l10n.json');
  expect(translatedTexts().filter(({ text }) => !(text in known))).toEqual([]);
});

test('no text is translated at module load, before the language is known', () => {
  expect(topLevelTexts()).toEqual([]);
});

test('no sentence in the sources is untranslatable', () => {
  expect(untranslatedTexts()).toEqual([]);
});

test.each(bundles)('%s has a Korean text for every English one', (english, korean) => {
  expect(Object.keys(bundleOf(korean))).toEqual(Object.keys(bundleOf(english)));
});

test.each(bundles)('%s has the same placeholders in Korean', (english, korean) => {
  const translations = bundleOf(korean);
  const differing = Object.entries(bundleOf(english)).filter(
    ([key, text]) => placeholdersOf(text).join() !== placeholdersOf(translations[key] ?? '').join(),
  );
  expect(differing).toEqual([]);
});

test.each(bundles)('the Korean texts for %s are in Korean', (_, korean) => {
  const untranslated = Object.entries(bundleOf(korean)).filter(
    ([key, text]) => !/\p{sc=Hangul}/u.test(text) && !sameInKorean.has(key),
  );
  expect(untranslated).toEqual([]);
});

test('Korean particles after placeholders fit both vowels and consonants', () => {
  const particle = /\}['"”’`*]*(?:은|는|이|가|을|를|과|와|으로|로|아|야|이나|나|이란|란)(?![\p{L}(])/u;
  expect(Object.values(bundleOf('l10n/bundle.l10n.ko.json')).filter((text) => particle.test(text))).toEqual([]);
});

test('package.nls.json contains exactly the texts of the manifest', () => {
  const { literals, keys } = manifestTexts();
  expect(literals).toEqual([]);
  expect(Object.keys(bundleOf('package.nls.json')).toSorted()).toEqual(keys.toSorted());
});

function placeholdersOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/\{\w+\}/g), ([placeholder]) => placeholder).sort();
}

function bundleOf(file: string): Bundle {
  return JSON.parse(read(file));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
