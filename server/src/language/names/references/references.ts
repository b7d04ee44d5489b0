/** Every reference in a file: each occurrence of a name, with the symbol that it resolves to. */

import { operatorsByCall } from '../../../engine/operators/table.ts';
import {
  type Expression,
  type FunctionDefinition,
  type Identifier,
  isFunction,
  isInitialStep,
  type RelativeRange,
  rangeIn,
  type Statement,
} from '../../syntax/ast.ts';
import { scan } from '../../syntax/scanner.ts';
import { ownerOf } from '../../syntax/tree/memberOwner.ts';
import type { Range } from '../../text/lines.ts';
import { partitionPoint } from '../../text/partitionPoint.ts';
import { MemberFunctions } from '../calls/memberFunctions.ts';
import type { Module, ResolvedFunction } from '../modules/module.ts';
import { resolveFunction } from '../resolution/resolveFunction.ts';
import { existingSymbol, type FileSymbols, fileSymbols, type NamedSymbol } from './symbols.ts';

/** An occurrence of a name. In `h_2.W`, where 2 counts the calls of the statement `h`, only `h` is the reference. */
export interface Reference extends Range {
  readonly symbol: NamedSymbol;
  readonly isDefinition: boolean;
  /** The statement that contains it: in a function body the statement of the body, in a head the function. */
  readonly statement: Statement;
  /** The function whose head or body contains it. */
  readonly enclosingFunction?: FunctionDefinition;
}

const cache = new WeakMap<Module, References>();

/** The references of a module, found once on demand. */
export function referencesIn(module: Module): References {
  const references = cache.get(module) ?? new References(new ReferenceFinder(module).find());
  cache.set(module, references);
  return references;
}

export class References {
  /** All references in text order. */
  readonly all: readonly Reference[];
  readonly #bySymbol = new Map<NamedSymbol, Reference[]>();

  constructor(all: readonly Reference[]) {
    this.all = all;
    for (const reference of all) {
      const sameSymbol = this.#bySymbol.get(reference.symbol);
      if (sameSymbol) sameSymbol.push(reference);
      else this.#bySymbol.set(reference.symbol, [reference]);
    }
  }

  /** The reference at an offset, including its end, where the cursor is after typing the name. */
  at(offset: number): Reference | undefined {
    const candidate = this.all[partitionPoint(this.all, ({ start }) => start > offset) - 1];
    return candidate && offset <= candidate.end ? candidate : undefined;
  }

  /** All symbols that the file refers to, including imported ones. */
  get symbols(): readonly NamedSymbol[] {
    return [...this.#bySymbol.keys()];
  }

  /** All references to a symbol, in text order. */
  of(symbol: NamedSymbol): readonly Reference[] {
    return this.#bySymbol.get(symbol) ?? [];
  }
}

/** The context in which names are looked up: the statement, and the function around it. */
interface ReferenceContext {
  readonly statement: Statement;
  readonly enclosingFunction?: FunctionDefinition;
}

class ReferenceFinder {
  readonly #module: Module;
  readonly #symbols: FileSymbols;
  readonly #memberFunctions = new MemberFunctions();
  readonly #references: Reference[] = [];

  constructor(module: Module) {
    this.#module = module;
    this.#symbols = fileSymbols(module);
  }

  find(): readonly Reference[] {
    for (const symbol of this.#symbols.all) this.#addDefinition(symbol);
    const { tree } = this.#module;
    for (const [index, statement] of tree.statements.entries()) {
      if (statement.kind === 'fn') this.#visitFunction(statement);
      else if (!isFunction(statement)) this.#visitExpressions(tree.expressionsOf(index), { statement });
    }
    return this.#references.sort((a, b) => a.start - b.start);
  }

  /** Duplicate definitions are references to the first one. An initial step refers to its recurrence. */
  #addDefinition(symbol: NamedSymbol): void {
    const { name, range, statement, enclosingFunction } = symbol;
    const context: ReferenceContext = { statement, ...(enclosingFunction && { enclosingFunction }) };
    const existing = existingSymbol(symbol, name);
    const isDefinition = !isInitialStep(statement) || existing === undefined;
    this.#references.push({ ...range, symbol: existing ?? symbol, isDefinition, ...context });
  }

  #visitFunction(enclosingFunction: FunctionDefinition): void {
    const { tree } = this.#module;
    const { firstExpression, endExpression, body } = enclosingFunction;
    const head = { firstExpression, endExpression: body[0]?.firstExpression ?? endExpression };
    this.#visitExpressions(tree.expressionsIn(head), { statement: enclosingFunction, enclosingFunction });
    for (const statement of body)
      this.#visitExpressions(tree.expressionsIn(statement), { statement, enclosingFunction });
  }

  #visitExpressions(expressions: readonly Expression[], context: ReferenceContext): void {
    for (const expression of expressions) {
      if (expression.kind === 'name')
        this.#addReference(expression, this.#lookUpValue(expression.name, context), context);
      else if (expression.kind === 'call') this.#visitCall(expression, context);
      else if (expression.kind === 'member') this.#visitMember(expression, context);
    }
  }

  #addReference(name: RelativeRange, symbol: NamedSymbol | undefined, context: ReferenceContext): void {
    if (symbol === undefined) return;
    const { start } = rangeIn(context.statement, name);
    this.#references.push({ start, end: start + symbol.name.length, symbol, isDefinition: false, ...context });
  }

  #lookUpValue(name: string, { statement, enclosingFunction }: ReferenceContext): NamedSymbol | undefined {
    return (
      this.#symbols.blockVariable(name, statement) ??
      (enclosingFunction && this.#symbols.localSymbol(name, enclosingFunction)) ??
      this.#symbols.valueSymbol(name)
    );
  }

  #visitCall(call: Expression & { kind: 'call' }, context: ReferenceContext): void {
    const { callee, arguments: args } = call;
    const target = resolveFunction(callee.name, this.#module, rangeIn(context.statement, call).start);
    if (target === undefined) {
      this.#addReference(callee, this.#laterFunction(callee.name), context);
      return;
    }
    const symbols = fileSymbols(target.module);
    this.#addReference(callee, symbols.definedBy(target.definition), context);
    for (const { keyword } of args)
      if (keyword) this.#addReference(keyword, findParameter(target, keyword.name), context);
  }

  /** A function that is called before its definition, which is an error unless an operator has the same name. */
  #laterFunction(name: string): NamedSymbol | undefined {
    return operatorsByCall(name).length === 0 ? this.#symbols.definedFunction(name) : undefined;
  }

  /** Resolves the parts of `net.h1.W` in turn: `net` to its statement, `h1` and `W` inside the functions that are called. */
  #visitMember(member: Expression & { kind: 'member' }, context: ReferenceContext): void {
    let lookUp = (name: string): NamedSymbol | undefined => this.#lookUpValue(name, context);
    for (const part of memberParts(context.statement, member, this.#module.text)) {
      const name = ownerOf({ owner: part }, (candidate) => lookUp(candidate) !== undefined);
      const symbol = lookUp(name);
      this.#addReference(part, symbol, context);
      const target = symbol && this.#calleesOf(symbol).get(part.name);
      if (target === undefined) return;
      const symbols = fileSymbols(target.module);
      lookUp = (inner) => symbols.localSymbol(inner, target.definition);
    }
  }

  #calleesOf(symbol: NamedSymbol): ReadonlyMap<string, ResolvedFunction> {
    const { enclosingFunction, module } = symbol;
    const symbols = fileSymbols(module);
    return this.#memberFunctions.byPath(
      symbol,
      (name) =>
        (enclosingFunction ? symbols.localSymbol(name, enclosingFunction) : symbols.valueSymbol(name)) !== undefined,
    );
  }
}

function findParameter({ module, definition }: ResolvedFunction, name: string): NamedSymbol | undefined {
  const symbol = fileSymbols(module).localSymbol(name, definition);
  return symbol?.role === 'parameter' ? symbol : undefined;
}

/** The names in `net.h1.W`, which spaces may separate. */
function* memberParts(statement: Statement, member: RelativeRange, text: string): Generator<Identifier> {
  const { start, end } = rangeIn(statement, member);
  const tokens = scan(text, start);
  for (let index = 0; tokens.start(index) < end; index++) {
    if (tokens.kind(index) !== 'name') continue;
    const name = tokens.text(index);
    yield { name, offset: tokens.start(index) - statement.baseOffset, length: name.length };
  }
}
