/** Grammar fixtures: below a line of source, each line of carets names the scope of the token above it. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as oniguruma from 'vscode-oniguruma';
import { type IGrammar, INITIAL, type IToken, parseRawGrammar, Registry, type StateStack } from 'vscode-textmate';

const require = createRequire(import.meta.url);
const grammarFile = new URL('../../syntaxes/bp.tmLanguage.json', import.meta.url);

await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));

/** The regular expression engine of VS Code's grammars. */
export const onigLib = Promise.resolve({
  createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
  createOnigString: (text: string) => new oniguruma.OnigString(text),
});

export const grammar: IGrammar = await load();

/** The fixture with the carets and scopes of the grammar: equal to the fixture if the grammar is right. */
export function retrace(fixture: string): string {
  let stack: StateStack = INITIAL;
  let tokens: IToken[] = [];
  return fixture
    .split('\n')
    .map((line) => {
      const caret = assertion.exec(line)?.[1].length;
      if (caret !== undefined) return trace(tokens, caret);
      const result = grammar.tokenizeLine(line, stack);
      stack = result.ruleStack;
      tokens = result.tokens;
      return line;
    })
    .join('\n');
}

/** The innermost scope at a column of a single line of source. */
export function scopeAt(source: string, column: number): string {
  return innermost(tokenAt(grammar.tokenizeLine(source, INITIAL).tokens, column));
}

const assertion = /^( *)\^+ [a-z.-]+$/;

function trace(tokens: readonly IToken[], column: number): string {
  const token = tokenAt(tokens, column);
  return `${' '.repeat(token.startIndex)}${'^'.repeat(token.endIndex - token.startIndex)} ${innermost(token)}`;
}

function tokenAt(tokens: readonly IToken[], column: number): IToken {
  return tokens.find(({ startIndex, endIndex }) => startIndex <= column && column < endIndex)!;
}

function innermost(token: IToken): string {
  return token.scopes.at(-1)!;
}

async function load(): Promise<IGrammar> {
  const registry = new Registry({
    onigLib,
    loadGrammar: async () => parseRawGrammar(readFileSync(grammarFile, 'utf8'), grammarFile.pathname),
  });
  return (await registry.loadGrammar('source.bp'))!;
}
