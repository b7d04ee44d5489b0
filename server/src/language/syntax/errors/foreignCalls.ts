/** Calls with a prefix or as a method, as in `np.exp(x)` and `x.sum()`, that the parser recognizes. */

import { isForeignModule } from '../../foreign/constants.ts';
import { nativeFunctionText, nativeLayerText, nativeMethodText } from '../../foreign/functions.ts';
import { drawnParam, initializerFor } from '../../foreign/initializers.ts';
import { trainStatementFor } from '../../foreign/optimizers.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import type { TokenKind, Tokens } from '../scanner.ts';

/** The problem of a call whose name, after a dot, is the token before an opening bracket. */
export function foreignCall(tokens: Tokens, opener: number, owner: string): Problem {
  const nameToken = opener - 1;
  const name = tokens.text(nameToken);
  const root = chainStart(tokens, nameToken);
  if (!isModule(tokens.text(root), name) || tokens.kind(root - 1) === ')' || tokens.kind(root - 1) === ']')
    return problem(
      'method-call',
      tokens.range(nameToken),
      name,
      nativeMethodText(name, owner, tokens.kind(opener + 1) !== ')'),
    );
  const range = { start: tokens.start(root), end: tokens.end(nameToken) };
  const functionName = name.replace(/_$/, '');
  const isRandom = initializerFor(functionName) !== undefined && !['zeros', 'ones'].includes(functionName);
  if (isRandom) {
    const { text, node } = drawnParam(definedName(tokens, root), functionName, argumentsFrom(tokens, opener));
    return problem('initializer-call', range, name, text, startsWithKeyword(tokens, root) ? undefined : node);
  }
  const written = nativeFunctionText(functionName) ?? nativeLayerText(functionName) ?? trainStatementFor(functionName);
  return problem('module-prefix', range, tokens.textFrom(root, nameToken), written);
}

/** `F` is PyTorch's module only where it is not a value with a method. */
function isModule(root: string, name: string): boolean {
  return isForeignModule(root) && !(root === 'F' && ['sum', 'mean', 'reshape', 'view', 'max', 'min'].includes(name));
}

/** The first token of `torch.nn.functional.relu`. */
export function chainStart(tokens: Tokens, nameToken: number): number {
  let first = nameToken;
  while (tokens.kind(first - 1) === '.' && tokens.kind(first - 2) === 'name') first -= 2;
  return first;
}

/** The name that the statement of a token defines; `W` if there is none. */
function definedName(tokens: Tokens, token: number): string {
  const first = lineStart(tokens, token);
  const name = isDefinitionKeyword(tokens.kind(first)) ? first + 1 : first;
  return tokens.kind(name) === 'name' && tokens.kind(name + 1) === '=' ? tokens.text(name) : 'W';
}

/** True if the statement of a token defines a param or a const. */
function startsWithKeyword(tokens: Tokens, token: number): boolean {
  return isDefinitionKeyword(tokens.kind(lineStart(tokens, token)));
}

function isDefinitionKeyword(kind: TokenKind): boolean {
  return kind === 'param' || kind === 'const';
}

function lineStart(tokens: Tokens, token: number): number {
  let first = token;
  while (first > 0 && tokens.kind(first - 1) !== 'newline') first--;
  return first;
}

/** The numbers and names between brackets; undefined for an argument that is anything else. */
function argumentsFrom(tokens: Tokens, opener: number): readonly (string | undefined)[] {
  const args: (string | undefined)[] = [];
  let current: string[] = [];
  for (let token = opener + 1; tokens.kind(token) !== 'end' && tokens.kind(token) !== 'newline'; token++) {
    const kind = tokens.kind(token);
    const isEnd = kind === ',' || kind === ')';
    if (isEnd && current.length > 0) {
      args.push(/^-?[\p{ID_Continue}.]+$/u.test(current.join('')) ? current.join('') : undefined);
      current = [];
    }
    if (kind === '=' && current.join('') === 'size') current = [];
    else if (!isEnd && !['(', '[', ']'].includes(kind)) current.push(tokens.text(token));
    if (kind === ')') break;
  }
  return args;
}
