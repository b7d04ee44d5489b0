/**
 * Parses the statements of a file. After a syntax error, parsing resumes with the next statement. Given a previous version,
 * only the statements that the change may affect are parsed again.
 *
 * It is a recursive descent parser in layers, each a class that extends the one before: `TokenCursor` reads tokens and
 * throws syntax errors, `PrimaryParser` parses operands, `ExpressionParser` expressions, `StatementParser` a statement, and
 * `FileParser` the file.
 */

import { limits } from '../../modelLimits.ts';
import { type Problem, type ProblemCode, problem } from '../../problems/problems.ts';
import type { Range } from '../../text/lines.ts';
import { partitionPoint } from '../../text/partitionPoint.ts';
import { changeBetween, shiftOf, type TextChange } from '../../text/textChange.ts';
import type { Statement } from '../ast.ts';
import { explainUnexpected, isStatementEnd } from '../errors/explainUnexpected.ts';
import { blockEnd, hasBlock } from '../errors/statementProductions.ts';
import { isKeyword, scan } from '../scanner.ts';
import {
  absoluteProblem,
  nameMask,
  namesIn,
  type ParsedStatement,
  parsedBase,
  relativeProblem,
} from '../tree/parsedStatement.ts';
import { StatementTable } from '../tree/statementTable.ts';
import { Tree } from '../tree/tree.ts';
import { isClosedBlock, OpenBlocks, startsStatementAtColumn0 } from './openBlocks.ts';
import { type StatementContent, StatementParser } from './parseStatement.ts';
import { ParseError } from './tokenCursor.ts';

export interface ParseResult {
  readonly tree: Tree;
  readonly problems: readonly Problem[];
}

/** A text with its tree. */
export interface ParsedText {
  readonly text: string;
  readonly tree: Tree;
}

/** @param previous a version to parse incrementally from. */
export function parse(text: string, previous?: ParsedText): ParseResult {
  if (text.length > limits.fileLength) return { tree: emptyTree, problems: [problem('too-long-file', firstCharacter)] };
  const change = previous && isComplete(previous.tree) ? changeBetween(previous.text, text) : undefined;
  const incremental =
    change && new FileParser(scan(text, parseStart(previous!.tree, change))).parseFile(previous!.tree, change);
  return incremental && isComplete(incremental.tree) ? incremental : new FileParser(scan(text)).parseFile();
}

const firstCharacter: Range = { start: 0, end: 1 };

/** True if the file was parsed to its end. */
function isComplete(tree: Tree): boolean {
  return tree.expressionCount < limits.expressions && tree.statementCount <= limits.statements;
}

/** Problems after which the rest of the file is ignored. */
const endingCodes: ReadonlySet<ProblemCode> = new Set(['too-many-expressions', 'too-many-statements']);

const emptyTree = new Tree([], StatementTable.empty);
const entireChange: TextChange = { start: 0, endBefore: 0, endAfter: Number.POSITIVE_INFINITY };

/** The index of the first statement that a change may affect. The end of a statement depends on the start of the next. */
function firstInvalidated({ statementTable, parsedStatements }: Tree, change: TextChange): number {
  let index = partitionPoint(statementTable.starts, (start) => start > change.start) - 2;
  while (index > 0 && !parsedStatements[index].isSyncPoint) index--;
  return Math.max(0, index);
}

/** The offset at which parsing begins: after the last statement that is unaffected. */
function parseStart(tree: Tree, change: TextChange): number {
  const first = firstInvalidated(tree, change);
  return first === 0 ? 0 : tree.statementTable.ends[first - 1];
}

class FileParser extends StatementParser {
  /** The problems of the top-level statement that is being parsed. */
  #problems: Problem[] = [];
  /** The number of its statements so far, including itself. */
  #statementCount = 0;
  /** The number of statements before it. */
  #precedingStatementCount = 0;
  /** The blocks of the file, or of the function that is being parsed. */
  #blocks = new OpenBlocks();
  /** False once the file has too many expressions or statements to go on. */
  #canContinue = true;

  /** Parses the statements that differ from the previous version, and reuses the others. */
  parseFile(previous = emptyTree, change = entireChange): ParseResult {
    const first = firstInvalidated(previous, change);
    const reparsed: ParsedStatement[] = [];
    const reparsedStarts: number[] = [];
    this.precedingExpressionCount = previous.statementTable.firstExpressions[first];
    this.#precedingStatementCount = previous.statementTable.ids[first];
    let next = first;
    while (this.#canContinue && this.peek() !== 'end') {
      if (this.accept('newline')) continue;
      if (this.#blocks.depth > 0 && this.#startsStatement()) this.#leaveBlocks();
      next = this.#alignWithPrevious(previous, next, change);
      if (this.#isUnchangedFrom(previous, next, change)) break;
      reparsedStarts.push(this.nextStart);
      reparsed.push(this.#parseTopLevel());
    }
    if (this.peek() === 'end') next = previous.length;
    const splice = { start: first, endBefore: next, endAfter: first + reparsed.length };
    const parsedStatements = previous.parsedStatements
      .slice(0, first)
      .concat(reparsed, previous.parsedStatements.slice(next));
    const statementTable = previous.statementTable.with(splice, reparsed, reparsedStarts, shiftOf(change));
    const problems = statementTable.indicesWithProblems.flatMap((index) =>
      parsedStatements[index].problems.map((problem) => absoluteProblem(problem, statementTable.starts[index])),
    );
    return { tree: new Tree(parsedStatements, statementTable), problems };
  }

  /** The index of the first previous statement, from an index on, that starts at or after the next token. */
  #alignWithPrevious({ length, statementTable: { starts } }: Tree, from: number, change: TextChange): number {
    let index = from;
    while (index < length && starts[index] + shiftOf(change) < this.nextStart) index++;
    return index;
  }

  /** True if a previous statement starts at the next token and nothing after it has changed. */
  #isUnchangedFrom({ length, parsedStatements, statementTable }: Tree, index: number, change: TextChange): boolean {
    if (index === length || this.nextStart < change.endAfter || !this.#isAtSyncPoint()) return false;
    return parsedStatements[index].isSyncPoint && statementTable.starts[index] + shiftOf(change) === this.nextStart;
  }

  #isAtSyncPoint(): boolean {
    return this.#blocks.depth === 0 && (this.index === 0 || this.tokens.isSyncPoint(this.index - 1));
  }

  /** Gives up on blocks that a statement at column 0 cuts off. */
  #leaveBlocks(): void {
    this.#blocks.closeAll();
    this.resetBrackets();
  }

  protected override get blockVariable(): string | undefined {
    return this.#blocks.innermostVariable;
  }

  #parseTopLevel(): ParsedStatement {
    const isSyncPoint = this.#isAtSyncPoint();
    this.base = this.nextStart;
    this.expressions = [];
    this.#problems = [];
    this.#statementCount = 0;
    const statement = this.#parseStatement();
    const { expressions } = this;
    this.precedingExpressionCount += expressions.length;
    this.#precedingStatementCount += this.#statementCount;
    const names = [...namesIn({ statement, expressions })];
    return {
      statement,
      expressions,
      names,
      mask: nameMask(names),
      statementCount: this.#statementCount,
      problems: this.#problems.map((problem) => relativeProblem(problem, this.base)),
      isSyncPoint,
    };
  }

  /** Parses the statements of a body, one per line. */
  #parseStatements(isDone: () => boolean): Statement[] {
    const statements: Statement[] = [];
    while (this.#canContinue && !isDone()) if (!this.accept('newline')) statements.push(this.#parseStatement());
    return statements;
  }

  /** Parses one statement, to the end of its line or of the enclosing body. */
  #parseStatement(): Statement {
    const startToken = this.index;
    const firstExpression = this.nextIndex;
    const id = this.#statementCount++;
    const fileId = this.#precedingStatementCount + id;
    const blocks = this.#blocks.around(fileId);
    const closesBlock = this.peek() === '}' && this.#blocks.depth > 0;
    const { bracketDepth, partial: enclosing } = this;
    this.resetBrackets(bracketDepth);
    this.partial = {};
    let content: StatementContent;
    try {
      if (fileId >= limits.statements) this.fail('too-many-statements', this.tokens.range(startToken));
      content = this.#parseContent();
      if (content.kind !== 'for' && !this.isAtStatementEnd()) this.failUnexpected();
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      this.#problems.push(error.problem);
      this.#canContinue &&= !endingCodes.has(error.problem.code);
      this.resetBrackets(bracketDepth - (closesBlock ? 1 : 0));
      if (this.partial.intended === 'for') this.#skipHead(startToken);
      else this.#skipStatement(startToken);
      if (bracketDepth === 0 && hasBlock(error.problem)) this.index = blockEnd(this.tokens, startToken, this.index);
      content = { kind: 'broken', ...this.partial };
    }
    this.partial = enclosing;
    const start = this.tokens.start(startToken) - this.base;
    const end = this.tokens.end(this.#lastTokenFrom(startToken)) - this.base;
    const position = { id, firstExpression, endExpression: this.nextIndex, start, end, ...parsedBase };
    const statement = { ...content, ...position, ...(blocks && { blocks }) } as Statement;
    this.#blocks.add();
    if (closesBlock) this.#blocks.close();
    if (this.bracketDepth > bracketDepth) this.#blocks.open(statement, fileId);
    return statement;
  }

  /** Moves past the brace of a head that can't be read, so that the statements of its block are not taken for others. */
  #skipHead(startToken: number): void {
    this.index = startToken;
    while (this.peek() !== '{' && !isStatementEnd(this.peek())) this.index++;
    if (this.peek() === '{') this.openBracket();
  }

  /** The last token of the statement that starts at a token; a broken one may end before the next line. */
  #lastTokenFrom(first: number): number {
    let last = this.index - 1;
    while (last > first && isStatementEnd(this.tokens.kind(last))) last--;
    return Math.max(first, last);
  }

  /** Moves to the end of a statement that can't be read; past the body of a function, whose lines would mean nothing alone. */
  #skipStatement(startToken: number): void {
    const isFunction = this.partial.intended === 'fn';
    let isInBody = false;
    while (this.peek() !== 'end' && (isInBody || !this.isAtStatementEnd())) {
      if (this.index > startToken && this.#startsStatement()) return;
      if (this.peek() === '{') isInBody = isFunction;
      if (this.peek() === '}') isInBody = false;
      this.index++;
    }
  }

  #parseContent(): StatementContent {
    const kind = this.peek();
    switch (kind) {
      case 'const':
      case 'data':
      case 'loss':
        this.index++;
        return this.parseDefinition(kind, kind);
      case 'param':
        this.index++;
        return this.parseParam();
      case 'name':
        return this.parseDefinition('node', '');
      case 'fn':
        return this.#parseFunction();
      case 'return':
        return this.parseReturn();
      case 'import':
        return this.parseImport();
      case 'train':
        return this.parseTrain();
      case 'expect':
        return this.parseExpect();
      case 'for':
        return this.#parseBlockHead();
      case '}':
        return this.#parseBlockEnd();
      default:
        return this.#failNotAStatement();
    }
  }

  #parseBlockHead(): StatementContent {
    const head = this.parseForHead();
    if (!isClosedBlock(this.tokens, this.index))
      this.#problems.push(problem('unclosed-bracket', this.tokens.range(this.index), '{', '}'));
    this.openBracket();
    return head;
  }

  #parseBlockEnd(): StatementContent {
    if (this.#blocks.depth === 0) this.failUnexpected();
    this.closeBracket();
    return { kind: 'blockEnd' };
  }

  /** `fn f(a, b = 2) = E`, or `fn f(a) { … return E }`. */
  #parseFunction(): StatementContent {
    const keywordIndex = this.index;
    const { name, parameters } = this.parseFunctionHead();
    const body =
      this.peek() === '{' ? this.parseBracketed(() => this.#parseBody()) : [this.#parseExpressionBody(keywordIndex)];
    return { kind: 'fn', name, parameters, body };
  }

  /** The statements of a body, up to its closing brace or a statement at column 0. */
  #parseBody(): Statement[] {
    const outerBlocks = this.#blocks;
    const blocks = new OpenBlocks();
    this.#blocks = blocks;
    const isAtEnd = () => this.peek() === 'end' || (this.peek() === '}' && blocks.depth === 0);
    const { bracketDepth } = this;
    const statements = this.#parseStatements(() => isAtEnd() || this.#startsStatement());
    this.resetBrackets(bracketDepth);
    this.#blocks = outerBlocks;
    return statements;
  }

  /** `= E`: a body of one return statement. */
  #parseExpressionBody(keywordIndex: number): Statement {
    const firstExpression = this.nextIndex;
    const id = this.#statementCount++;
    const start = this.nextOffset;
    if (!this.accept('=')) this.failIncompleteFunction(keywordIndex);
    const value = this.parseExpression();
    const end = start + this.lengthFrom(start);
    return { kind: 'return', value, id, firstExpression, endExpression: this.nextIndex, start, end, ...parsedBase };
  }

  #startsStatement(): boolean {
    return startsStatementAtColumn0(this.tokens, this.index);
  }

  #failNotAStatement(): never {
    const cause = explainUnexpected({ tokens: this.tokens, index: this.index, opener: undefined });
    if (cause.code !== 'unexpected-token') throw new ParseError(cause);
    if (isKeyword(this.peek()) && this.tokens.kind(this.index + 1) === '=')
      this.fail('keyword-as-name', this.tokens.range(this.index), this.tokens.text(this.index));
    const isValue = ['number', 'not', '(', '[', '∂', '-', '−'].includes(this.peek());
    return this.fail('not-a-statement', this.tokens.range(this.index), this.tokens.text(this.index), isValue);
  }
}
