/** Models in Markdown are highlighted by VS Code's Markdown grammar with ours injected. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';
import { root } from '../../scripts/paths.ts';
import { installVSCode, vscodeExtensions } from '../../scripts/vscode/install.ts';
import { onigLib } from './fixture.ts';

const files: Readonly<Record<string, string>> = {
  'text.html.markdown': join(vscodeExtensions, 'markdown-basics', 'syntaxes', 'markdown.tmLanguage.json'),
  'source.bp': join(root, 'syntaxes', 'bp.tmLanguage.json'),
  'markdown.bp.codeblock': join(root, 'syntaxes', 'markdown.tmLanguage.json'),
};

let markdown: IGrammar;

beforeAll(async () => {
  await installVSCode();
  const registry = new Registry({
    onigLib,
    loadGrammar: async (scope) => {
      const file = files[scope];
      return file === undefined ? null : parseRawGrammar(readFileSync(file, 'utf8'), file);
    },
    getInjections: (scope) => (scope === 'text.html.markdown' ? ['markdown.bp.codeblock'] : undefined),
  });
  markdown = (await registry.loadGrammar('text.html.markdown'))!;
}, 600_000);

/** The words that are keywords of the language, line by line. */
function keywordsIn(text: string): readonly string[] {
  let stack = INITIAL;
  return text.split('\n').flatMap((line) => {
    const { tokens, ruleStack } = markdown.tokenizeLine(line, stack);
    stack = ruleStack;
    const ours = tokens.filter(
      ({ scopes }) => scopes.includes('meta.embedded.block.bp') && /^(keyword|storage)\..*\.bp$/.test(scopes.at(-1)!),
    );
    return ours.map(({ startIndex, endIndex }) => line.slice(startIndex, endIndex)).filter((word) => /^\w/.test(word));
  });
}

test.each([
  ['between backticks', '```bp\nparam x = 1\nloss L = x\n```\nparam y'],
  ['between tildes', '~~~bp\nparam x = 1\nloss L = x\n~~~\nparam y'],
  ['with attributes', '````bp title="lesson"\nparam x = 1\nloss L = x\n````\nparam y'],
  ['in capitals', '```BP\nparam x = 1\nloss L = x\n```'],
  ['in a list', '- first\n\n  ```bp\n  param x = 1\n  loss L = x\n  ```\n\n- param y'],
  ['in a quotation', '> ```bp\n> param x = 1\n> loss L = x\n> ```\n\nparam y'],
  ['with an empty line in it', '```bp\nparam x = 1\n\nloss L = x\n```'],
])('a model %s is highlighted', (_, text) => {
  expect(keywordsIn(text)).toEqual(['param', 'loss']);
});

test.each([
  ['in a block of another language', '```bpx\nparam x = 1\n```'],
  ['in a block without a language', '```\nparam x = 1\n```'],
  ['outside a block', 'so `bp` has\nparam x = 1'],
])('text %s is not highlighted', (_, text) => {
  expect(keywordsIn(text)).toEqual([]);
});
