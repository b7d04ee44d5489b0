/** The `for` blocks around the statement that is being parsed. */

import type { EnclosingBlock, Statement } from '../ast.ts';
import type { Tokens } from '../scanner.ts';

interface OpenBlock {
  /** Its variable; empty if the head can't be parsed. */
  readonly variable: string;
  /** The id of its head among all statements of the file. */
  readonly headId: number;
  /** Its head, whose `blockLength` counts the statements. */
  readonly head: { blockLength?: number };
}

/** The blocks of one list of statements: those of the file, or those of the body of a function. */
export class OpenBlocks {
  readonly #blocks: OpenBlock[] = [];

  get depth(): number {
    return this.#blocks.length;
  }

  get innermostVariable(): string | undefined {
    return this.#blocks.at(-1)?.variable;
  }

  /** The blocks around a statement with this id; undefined if there is none. */
  around(id: number): readonly EnclosingBlock[] | undefined {
    if (this.#blocks.length === 0) return undefined;
    return this.#blocks.map(({ variable, headId }) => ({ variable, relativeId: headId - id }));
  }

  /** Adds a statement to the open blocks. */
  add(): void {
    for (const { head } of this.#blocks) if (head.blockLength !== undefined) head.blockLength++;
  }

  open(head: Statement, headId: number): void {
    const variable = head.kind === 'for' ? head.variable.name : '';
    this.#blocks.push({ variable, headId, head: head as { blockLength?: number } });
  }

  close(): void {
    this.#blocks.pop();
  }

  closeAll(): void {
    this.#blocks.length = 0;
  }
}

/** True if the brace of a block is closed before the next statement at column 0. */
export function isClosedBlock(tokens: Tokens, opener: number): boolean {
  let depth = 1;
  for (let index = opener + 1; depth > 0; index++) {
    const kind = tokens.kind(index);
    if (kind === 'end' || (kind === 'newline' && startsStatementAtColumn0(tokens, index + 1))) return false;
    if (kind === '{') depth++;
    if (kind === '}') depth--;
  }
  return true;
}

/** True if a statement starts at a token, at column 0. The scanner uses the same rule. */
export function startsStatementAtColumn0(tokens: Tokens, index: number): boolean {
  const isFirstOfLine =
    index > 0 && tokens.kind(index - 1) === 'newline' && tokens.start(index) === tokens.end(index - 1);
  return isFirstOfLine && tokens.startsStatement(index);
}
