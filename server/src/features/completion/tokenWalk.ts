/**
 * Goes through tokens and knows what stands around each: for what is asked of a statement while it is typed, when it has
 * no tree yet, and of statements that never have one.
 */

import { scan, type TokenKind, type Tokens } from '../../language/syntax/scan.ts';
import { type DefinitionKind, type Identifier, isDefinitionKind } from '../../language/syntax/tree.ts';

/** What a name is there for. */
export type Use =
  | DefinitionKind
  /** Where a function or a parameter of one gets its name. */
  | 'fn'
  | 'parameter'
  /** `axis` in `sum(x, axis = 0)`. */
  | 'keyword'
  | 'callee'
  | 'initialiser'
  | 'optimizer'
  | 'member'
  | 'value';

/** The function whose head or body is gone through, as far as it has been. */
export interface FunctionAround {
  readonly start: number;
  readonly name: string;
  readonly parameters: Identifier[];
  readonly locals: Local[];
}

export interface Local extends Identifier {
  readonly role: DefinitionKind;
}

export class TokenWalk {
  readonly tokens: Tokens;
  /** The token that is next. */
  at = 0;
  /** The one that the innermost statement begins with. */
  statement = 0;
  /** The brackets that are open. */
  readonly open: number[] = [];
  around: FunctionAround | undefined;
  readonly #text: string;
  /** What was asked of the next token last. */
  #used: { readonly at: number; readonly use: Use } = { at: -1, use: 'value' };

  /** @param from where a statement of the file begins. */
  constructor(text: string, from: number) {
    this.#text = text;
    this.tokens = scan(text, from);
  }

  /** The kind of the next token, or of one so many further. */
  kind(ahead = 0): TokenKind {
    return this.at + ahead < 0 ? 'newline' : this.tokens.kind(this.at + ahead);
  }

  /** What the statement begins with. */
  get head(): TokenKind {
    return this.tokens.kind(this.statement);
  }

  get isInBody(): boolean {
    return this.open.some((token) => this.tokens.kind(token) === '{');
  }

  /** Whether the parameters of a function are next. */
  get isInParameters(): boolean {
    return this.head === 'fn' && this.open[0] === this.statement + 2 && this.open.length === 1;
  }

  /** What the next token, a name, is there for. */
  get use(): Use {
    if (this.#used.at !== this.at) this.#used = { at: this.at, use: this.#findUse() };
    return this.#used.use;
  }

  #findUse(): Use {
    const before = this.kind(-1);
    if (before === '.') return 'member';
    if (this.at === this.statement) return this.kind(1) === '=' ? 'node' : 'value';
    const { head } = this;
    if (this.at === this.statement + 1) {
      if (isDefinitionKind(head) || head === 'fn') return head;
      if (head === 'train') return 'optimizer';
    }
    if (before === '~' && head === 'param') return 'initialiser';
    if (before === '(' || before === ',') {
      if (this.isInParameters) return 'parameter';
      if (this.kind(1) === '=' && this.#isInBrackets('(')) return 'keyword';
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
        if (this.at === this.statement) {
          const name = this.kind(1) === 'name' ? this.tokens.text(this.at + 1) : '';
          this.around = { start: this.tokens.start(this.at), name, parameters: [], locals: [] };
        }
        break;
      case 'name':
        this.#name();
        break;
      case '(':
      case '[':
        this.open.push(this.at);
        break;
      case '{':
        this.open.push(this.at);
        this.statement = this.at + 1;
        break;
      case ')':
      case ']':
      case '}':
        this.open.pop();
        if (this.open.length === 0 && this.kind() === '}') this.around = undefined;
        break;
    }
    this.at++;
  }

  /** A line ends outside of brackets, between braces, or where the next statement begins though some are open. */
  #endLine(): void {
    const start = this.tokens.start(this.at + 1);
    const isFirst = start === 0 || '\r\n'.includes(this.#text[start - 1]);
    const isOver = isFirst && this.tokens.startsStatement(this.at + 1);
    while (this.open.length > 0 && (isOver || this.tokens.kind(this.open.at(-1)!) !== '{')) this.open.pop();
    if (this.open.length === 0) this.around = undefined;
    this.statement = this.at + 1;
  }

  #name(): void {
    if (this.around === undefined) return;
    const { use } = this;
    const name = { name: this.tokens.text(this.at), ...this.tokens.range(this.at) };
    if (use === 'parameter') this.around.parameters.push(name);
    else if (this.isInBody && isDefinitionKind(use)) this.around.locals.push({ ...name, role: use });
  }

  #isInBrackets(opener: TokenKind): boolean {
    return this.open.length > 0 && this.tokens.kind(this.open.at(-1)!) === opener;
  }
}
