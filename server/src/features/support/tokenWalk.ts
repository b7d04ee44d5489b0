/**
 * A walk through tokens that tracks their context. It serves features that have to work in statements without a tree,
 * for example while they are typed.
 */

import { type DefinitionKind, isDefinitionKind } from '../../language/syntax/ast.ts';
import { scan, type TokenKind, type Tokens } from '../../language/syntax/scanner.ts';
import type { Range } from '../../language/text/lines.ts';

/** The syntactic use of a name. */
export type NameUse =
  | DefinitionKind
  /** The defining name of a function. */
  | 'fn'
  /** The variable of a `for` block, and the `in` after it. */
  | 'variable'
  | 'in'
  | 'parameter'
  /** `axis` in `sum(x, axis = 0)`. */
  | 'keyword'
  | 'callee'
  | 'initializer'
  | 'distribution'
  | 'optimizer'
  | 'member'
  | 'value';

/** A name with its range in the text. */
export interface NameToken extends Range {
  readonly name: string;
}

/** The function around the next token, with the parameters and locals before it. */
export interface EnclosingFunction {
  readonly start: number;
  readonly name: string;
  readonly parameters: NameToken[];
  readonly locals: LocalName[];
}

export interface LocalName extends NameToken {
  readonly role: DefinitionKind;
}

export class TokenWalk {
  readonly tokens: Tokens;
  /** Index of the next token. */
  index = 0;
  /** First token of the innermost statement. */
  statementStart = 0;
  /** Open brackets, by token index. */
  readonly openBrackets: number[] = [];
  enclosingFunction: EnclosingFunction | undefined;
  readonly #text: string;
  /** The open braces, each with the variable if it is that of a `for` block. */
  readonly #blocks: { readonly brace: number; readonly variable: NameToken | undefined }[] = [];
  /** The last result of `use`. */
  #cachedUse: { readonly index: number; readonly use: NameUse } = { index: -1, use: 'value' };

  /** @param from start of a top-level statement. */
  constructor(text: string, from: number) {
    this.#text = text;
    this.tokens = scan(text, from);
  }

  /** The kind of the next token, or of the one `offset` tokens after it. */
  kind(offset = 0): TokenKind {
    return this.index + offset < 0 ? 'newline' : this.tokens.kind(this.index + offset);
  }

  /** The first token of the statement. */
  get head(): TokenKind {
    return this.tokens.kind(this.statementStart);
  }

  /** True in the body of a function. */
  get isInBody(): boolean {
    return this.enclosingFunction !== undefined && this.openBrackets.some((token) => this.tokens.kind(token) === '{');
  }

  /** The variables of the `for` blocks around the next token, outermost first. */
  get blockVariables(): readonly NameToken[] {
    return this.#blocks.flatMap(({ variable }) => variable ?? []);
  }

  /** True if the next token is in the parameter list of a function. */
  get isInParameters(): boolean {
    return this.head === 'fn' && this.openBrackets[0] === this.statementStart + 2 && this.openBrackets.length === 1;
  }

  /** The use of the next token, which must be a name. */
  get use(): NameUse {
    if (this.#cachedUse.index !== this.index) this.#cachedUse = { index: this.index, use: this.#findUse() };
    return this.#cachedUse.use;
  }

  #findUse(): NameUse {
    const previousKind = this.kind(-1);
    if (previousKind === '.') return 'member';
    if (this.index === this.statementStart) return this.tokens.startsStatement(this.index) ? 'node' : 'value';
    const { head } = this;
    if (head === 'for' && this.index === this.statementStart + 2 && this.tokens.text(this.index) === 'in') return 'in';
    if (this.index === this.statementStart + 1) {
      if (head === 'for') return 'variable';
      if (isDefinitionKind(head) || head === 'fn') return head;
      if (head === 'train') return 'optimizer';
    }
    if (previousKind === '~' && head === 'param') return 'initializer';
    if (previousKind === '~' && head === 'name') return 'distribution';
    if (previousKind === '(' || previousKind === ',') {
      if (this.isInParameters) return 'parameter';
      if (this.kind(1) === '=' && this.#isInsideBracket('(')) return 'keyword';
    }
    return this.kind(1) === '(' ? 'callee' : 'value';
  }

  /** Moves past the next token. */
  next(): void {
    switch (this.kind()) {
      case 'newline':
        this.#endLine();
        break;
      case 'fn':
        if (this.index === this.statementStart) {
          const name = this.kind(1) === 'name' ? this.tokens.text(this.index + 1) : '';
          this.enclosingFunction = { start: this.tokens.start(this.index), name, parameters: [], locals: [] };
        }
        break;
      case 'name':
        this.#visitName();
        break;
      case '(':
      case '[':
        this.openBrackets.push(this.index);
        break;
      case '{':
        this.#blocks.push({ brace: this.index, variable: this.#variableOfHead() });
        this.openBrackets.push(this.index);
        this.statementStart = this.index + 1;
        break;
      case ')':
      case ']':
      case '}':
        this.openBrackets.pop();
        this.#leaveBlocks();
        if (this.openBrackets.length === 0 && this.kind() === '}') this.enclosingFunction = undefined;
        break;
    }
    this.index++;
  }

  /** A line ends outside brackets, inside braces, or where the next statement starts though brackets are open. */
  #endLine(): void {
    const start = this.tokens.start(this.index + 1);
    const isAtLineStart = start === 0 || '\r\n'.includes(this.#text[start - 1]);
    const startsNextStatement = isAtLineStart && this.tokens.startsStatement(this.index + 1);
    while (this.openBrackets.length > 0 && (startsNextStatement || this.tokens.kind(this.openBrackets.at(-1)!) !== '{'))
      this.openBrackets.pop();
    this.#leaveBlocks();
    if (this.openBrackets.length === 0) this.enclosingFunction = undefined;
    this.statementStart = this.index + 1;
  }

  /** The variable of the `for` block that begins at the next token. */
  #variableOfHead(): NameToken | undefined {
    const variable = this.statementStart + 1;
    if (this.head !== 'for' || this.tokens.kind(variable) !== 'name') return undefined;
    return { name: this.tokens.text(variable), ...this.tokens.range(variable) };
  }

  #leaveBlocks(): void {
    while (this.#blocks.length > 0 && !this.openBrackets.includes(this.#blocks.at(-1)!.brace)) this.#blocks.pop();
  }

  #visitName(): void {
    if (this.enclosingFunction === undefined) return;
    const { use } = this;
    const name = { name: this.tokens.text(this.index), ...this.tokens.range(this.index) };
    if (use === 'parameter') this.enclosingFunction.parameters.push(name);
    else if (this.isInBody && isDefinitionKind(use)) this.enclosingFunction.locals.push({ ...name, role: use });
  }

  #isInsideBracket(opener: TokenKind): boolean {
    return this.openBrackets.length > 0 && this.tokens.kind(this.openBrackets.at(-1)!) === opener;
  }
}
