/** The extension's Marketplace page: complete, with existing files and working links. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { expect, test } from 'vitest';
import { commands, commandTitle } from '../scripts/docs/manifest.ts';
import { root } from '../scripts/paths.ts';

const manifest = JSON.parse(read('package.json'));
const packaged = new Set(await listFiles({ cwd: root, packageManager: PackageManager.None }));

/** Pages for users, all of which are packaged. */
const pages = ['README.md', 'CHANGELOG.md', 'SECURITY.md', ...globSync('docs/**/*.md', { cwd: root })];

/** Pages for developers, which are not packaged. */
const pagesOfTheSource: ReadonlySet<string> = new Set([
  ...['ARCHITECTURE.md', 'BENCHMARKS.md', 'CONTRIBUTING.md'],
  ...globSync('docs/decisions/*.md', { cwd: root }),
]);

const categories = [
  'Programming Languages',
  'Machine Learning',
  'Visualization',
  'Education',
  'Formatters',
  'Data Science',
  'Linters',
  'Other',
];

test('the icon is a PNG of 256 by 256 pixels', () => {
  const icon = readFileSync(join(root, manifest.icon));
  expect(icon.subarray(1, 4).toString()).toBe('PNG');
  expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([256, 256]);
  expect(packaged).toContain(manifest.icon);
});

test('the categories are known to the Marketplace, and the keywords are few and distinct', () => {
  expect(manifest.categories.filter((category: string) => !categories.includes(category))).toEqual([]);
  expect(manifest.keywords.length).toBeLessThanOrEqual(30);
  expect(new Set(manifest.keywords).size).toBe(manifest.keywords.length);
});

test('the banner has the background color of the pictures', () => {
  expect(manifest.galleryBanner).toEqual({ color: '#1f1f1f', theme: 'dark' });
});

test('the pages have no badges, sponsors or external pictures', () => {
  expect(manifest.badges).toBeUndefined();
  expect(manifest.sponsor).toBeUndefined();
  expect(pages.filter((page) => /!\[[^\]]*\]\(https?:/.test(read(page)))).toEqual([]);
});

test('the changelog begins with this version', () => {
  expect(/^## (\S+)/m.exec(read('CHANGELOG.md'))?.[1]).toBe(manifest.version);
});

test.each(pages)('the links of %s lead to existing files, which are packaged', (page) => {
  const links = Array.from(read(page).matchAll(/\]\(((?!https?:|#)[^)\s]+)\)/g), ([, link]) =>
    join(dirname(page), link!.replace(/#.*$/, '')),
  );
  expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  expect(links.filter((link) => !packaged.has(link) && !pagesOfTheSource.has(link))).toEqual([]);
});

test.each(pages)('every command that %s names is in the palette', (page) => {
  const titles = new Set(commands.map(({ command }) => commandTitle(command)));
  const named = Array.from(read(page).matchAll(/[`_](Backprop: [^`_]+)[`_]/g), ([, title]) =>
    title!.replace(/\s+/g, ' '),
  );
  expect(named.filter((title) => !titles.has(title))).toEqual([]);
});

test('the files that the manifest names are packaged', () => {
  const text = JSON.stringify(manifest.contributes);
  const named = Array.from(text.matchAll(/"((?:\.\/)?(?:images|syntaxes|walkthrough)\/[^"]+)"/g), ([, path]) =>
    path!.replace(/^\.\//, ''),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !packaged.has(path))).toEqual([]);
});

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
