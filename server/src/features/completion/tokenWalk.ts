/**
 * Goes through tokens and knows what stands around each: for what is asked of a statement while it is typed, when it has
 * no tree yet, and of statements that never have one.
 */

import type { Range } from '../../language/base/lines.ts';
import { type DefinitionKind, isDefinitionKind } from '../../language/syntax/nodes.ts';
import { scan, type TokenKind, type Tokens } from '../../language/syntax/scan.ts';

/** What a name is there for. */
export type NameUse =
  | DefinitionKind
  /** Where a function or a parameter of one gets its name. */
  | 'fn'
  | 'parameter'
  /** `axis` in `sum(x, axis = 0)`. */
  | 'keyword'
  | 'callee'
  | 'initializer'
  | 'optimizer'
  | 'member'
  | 'value';

/** A name with its range in the text. */
export interface NameToken extends Range {
  readonly name: string;
}

/** The function whose head or body is gone through, as far as it has been. */
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
  /** The token that is next. */
  index = 0;
  /** The one that the innermost statement begins with. */
  statementStart = 0;
  /** The brackets that are open. */
  readonly openBrackets: number[] = [];
  enclosingFunction: EnclosingFunction | undefined;
  readonly #text: string;
  /** What was asked of the next token last. */
  #cachedUse: { readonly index: number; readonly use: NameUse } = { index: -1, use: 'value' };

  /** @param from where a statement of the file begins. */
  constructor(text: string, from: number) {
    this.#text = text;
    this.tokens = scan(text, from);
  }

  /** The kind of the next token, or of one so many further. */
  kind(offset = 0): TokenKind {
    return this.index + offset < 0 ? 'newline' : this.tokens.kind(this.index + offset);
  }

  /** What the statement begins with. */
  get head(): TokenKind {
    return this.tokens.kind(this.statementStart);
  }

  get isInBody(): boolean {
    return this.openBrackets.some((token) => this.tokens.kind(token) === '{');
  }

  /** Whether the parameters of a function are next. */
  get isInParameters(): boolean {
    return this.head === 'fn' && this.openBrackets[0] === this.statementStart + 2 && this.openBrackets.length === 1;
  }

  /** What the next token, a name, is there for. */
  get use(): NameUse {
    if (this.#cachedUse.index !== this.index) this.#cachedUse = { index: this.index, use: this.#findUse() };
    return this.#cachedUse.use;
  }

  #findUse(): NameUse {
    const previousKind = this.kind(-1);
    if (previousKind === '.') return 'member';
    if (this.index === this.statementStart) return this.kind(1) === '=' ? 'node' : 'value';
    const { head } = this;
    if (this.index === this.statementStart + 1) {
      if (isDefinitionKind(head) || head === 'fn') return head;
      if (head === 'train') return 'optimizer';
    }
    if (previousKind === '~' && head === 'param') return 'initializer';
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
        this.openBrackets.push(this.index);
        this.statementStart = this.index + 1;
        break;
      case ')':
      case ']':
      case '}':
        this.openBrackets.pop();
        if (this.openBrackets.length === 0 && this.kind() === '}') this.enclosingFunction = undefined;
        break;
    }
    this.index++;
  }

  /** A line ends outside of brackets, between braces, or where the next statement begins though some are open. */
  #endLine(): void {
    const start = this.tokens.start(this.index + 1);
    const isAtLineStart = start === 0 || '\r\n'.includes(this.#text[start - 1]);
    const startsNextStatement = isAtLineStart && this.tokens.startsStatement(this.index + 1);
    while (this.openBrackets.length > 0 && (startsNextStatement || this.tokens.kind(this.openBrackets.at(-1)!) !== '{'))
      this.openBrackets.pop();
    if (this.openBrackets.length === 0) this.enclosingFunction = undefined;
    this.statementStart = this.index + 1;
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
