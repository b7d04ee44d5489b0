/** Name resolution: checks every name of a file and reports the problems. */

import { fileFunctionNamed } from '../../../data/formats/table.ts';
import { distributionNamed } from '../../../engine/operators/draws/distributions.ts';
import { isAbsentValue, isForeignModule, numberNamed } from '../../foreign/constants.ts';
import { nativeFunctionText } from '../../foreign/functions.ts';
import { drawnParam, initializerFor } from '../../foreign/initializers.ts';
import { trainStatementFor } from '../../foreign/optimizers.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import {
  type Argument,
  type BrokenStatement,
  type Expression,
  type FunctionDefinition,
  type Identifier,
  isFunction,
  isInitialStep,
  isRecurrence,
  isValueDefinition,
  nameOf,
  rangeIn,
  roleOf,
  type Span,
  type Statement,
} from '../../syntax/ast.ts';
import { ownerOf } from '../../syntax/tree/memberOwner.ts';
import type { Tree } from '../../syntax/tree/tree.ts';
import type { Lines } from '../../text/lines.ts';
import type { ResolvedNames, Scope } from '../modules/module.ts';
import { blockRelation, indexedNames, initialStepProblem, isBlockVariable, variableProblem } from './blocks.ts';
import { CallCycles } from './callCycles.ts';
import { type Definitions, UniqueDefinitions } from './definitions.ts';
import { misplacedFile, reservedFunctionNames, textsIn } from './fileCalls.ts';
import { invalidatedStatements, type ResolvedTree } from './invalidatedStatements.ts';
import { type FunctionScope, NameLookup } from './nameLookup.ts';

/** @param previous a version whose results are reused where names have the same meaning. */
export function resolve(tree: Tree, lines: Lines, scope: Scope, previous?: ResolvedTree): ResolvedNames {
  return new Resolver(tree, lines, scope, previous).resolveNames();
}

/** The kinds of statements whose expressions must be constant, with the kind that messages name. */
const constantKindNames: Partial<Record<Statement['kind'], string>> = {
  const: 'const',
  param: 'param',
  randomParam: 'param',
  data: 'data',
  // The defaults of parameters.
  fn: 'default',
};

/** The kinds of statements allowed in the body of a function. */
const bodyKinds: ReadonlySet<string> = new Set([
  ...['const', 'param', 'randomParam', 'node', 'return', 'for', 'blockEnd', 'broken'],
]);

/** The kinds of statements allowed in a block. */
const blockKinds: ReadonlySet<string> = new Set(['param', 'randomParam', 'node', 'for', 'blockEnd', 'broken']);

/** The use of a name: its whole value, an element or step of it, or a param that its call creates. */
type NameUse = 'whole' | 'indexed' | 'owner';

class Resolver {
  readonly #tree: Tree;
  readonly #lines: Lines;
  readonly #scope: Scope;
  readonly #previous: ResolvedTree | undefined;
  readonly #definitions: Definitions;
  readonly #functions = new Map<string, FunctionDefinition | BrokenStatement>();
  readonly #unresolved = new Set<Statement>();
  readonly #warned = new Set<Statement>();
  readonly #problems: Problem[] = [];
  readonly #cycles: CallCycles;
  readonly #lookup: NameLookup;

  constructor(tree: Tree, lines: Lines, scope: Scope, previous: ResolvedTree | undefined) {
    this.#tree = tree;
    this.#previous = previous;
    this.#lines = lines;
    this.#scope = scope;
    this.#cycles = new CallCycles(this.#functions, tree);
    this.#definitions = UniqueDefinitions.of(tree, previous?.names.definitions) ?? this.#collectDefinitions();
    this.#lookup = new NameLookup(this.#definitions, this.#functions, scope);
  }

  /** Collects the definitions, and reports names that are defined twice. */
  #collectDefinitions(): Definitions {
    const definitions = new Map<string, Statement>();
    for (const statement of this.#tree.statements) if (!isFunction(statement)) this.#define(statement, definitions);
    return definitions;
  }

  resolveNames(): ResolvedNames {
    for (const statement of this.#tree.statementsOfKind('fn'))
      this.#defineFunction(statement as FunctionDefinition | BrokenStatement);
    const invalidated =
      this.#previous && invalidatedStatements(this.#previous, this.#tree, this.#definitions, this.#scope);
    for (const index of invalidated ?? this.#tree.parsedStatements.keys()) this.#resolveStatement(this.#tree.at(index));
    return {
      definitions: this.#definitions,
      functions: this.#functions,
      scope: this.#scope,
      unresolved: this.#unresolved,
      warned: this.#warned,
      problems: this.#problems,
    };
  }

  #define<S extends Statement>(statement: S, definitions: Map<string, S>): void {
    const name = nameOf(statement);
    if (name === undefined || isInitialStep(statement)) return;
    const existing = definitions.get(name.name);
    const isDefined = existing !== undefined && (existing.kind !== 'broken' || statement.kind === 'broken');
    if (!isDefined) definitions.set(name.name, statement);
    else if (statement.kind !== 'broken') {
      this.#report(
        statement,
        problem('duplicate-definition', rangeIn(statement, name), name.name, this.#lineOf(existing)),
      );
    }
  }

  #defineFunction(statement: FunctionDefinition | BrokenStatement): void {
    const { name } = statement;
    if (name && reservedFunctionNames.has(name.name))
      this.#report(statement, problem('reserved-function-name', rangeIn(statement, name), name.name));
    this.#define(statement, this.#functions);
  }

  #resolveStatement(statement: Statement): void {
    if (statement.blocks && !blockKinds.has(statement.kind))
      this.#report(statement, problem('not-allowed-in-block', statement, statement.kind));
    else if (statement.kind === 'fn') this.#resolveFunction(statement);
    else if (statement.kind === 'return') this.#report(statement, problem('return-outside-function', statement));
    else if (statement.kind !== 'broken') this.#checkExpressions(statement, statement);
  }

  #resolveFunction(definition: FunctionDefinition): void {
    const { parameters, body } = definition;
    const parameterNames = new Set<string>();
    for (const { name } of parameters) {
      if (parameterNames.has(name.name))
        this.#report(definition, problem('duplicate-parameter', rangeIn(definition, name), name.name));
      parameterNames.add(name.name);
    }
    const functionScope: FunctionScope = { definition, parameters: parameterNames, names: new Map() };
    for (const statement of body) {
      const name = nameOf(statement);
      if (name && parameterNames.has(name.name) && statement.kind !== 'broken') {
        this.#report(
          statement,
          problem('duplicate-definition', rangeIn(statement, name), name.name, this.#lineOf(definition)),
        );
      }
      this.#define(statement, functionScope.names);
    }
    this.#checkExpressions(
      {
        firstExpression: definition.firstExpression,
        endExpression: body[0]?.firstExpression ?? definition.endExpression,
      },
      definition,
      functionScope,
    );
    for (const statement of body) this.#resolveBodyStatement(statement, functionScope);
    const last = body.at(-1);
    if (body.every(({ kind }) => kind !== 'return' && kind !== 'broken')) {
      this.#report(definition, problem('missing-return', rangeIn(definition, definition.name), definition.name.name));
    }
    for (const statement of body) {
      if (statement.kind === 'return' && statement !== last)
        this.#report(definition, problem('return-not-last', statement));
    }
    if (body.some((statement) => statement.kind === 'broken' || this.#unresolved.has(statement))) {
      this.#unresolved.add(definition);
    }
    if (body.some((statement) => this.#warned.has(statement))) this.#warned.add(definition);
  }

  #resolveBodyStatement(statement: Statement, functionScope: FunctionScope): void {
    if (!bodyKinds.has(statement.kind)) {
      this.#report(statement, problem('not-allowed-in-function', statement, statement.kind));
    } else if (statement.blocks && !blockKinds.has(statement.kind)) {
      this.#report(statement, problem('not-allowed-in-block', statement, statement.kind));
    } else if (statement.kind !== 'broken') this.#checkExpressions(statement, statement, functionScope);
  }

  #checkExpressions(span: Span, statement: Statement, functionScope?: FunctionScope): void {
    this.#checkBlock(statement, functionScope);
    /** Strings without a valid use so far. */
    let misplacedStrings: Set<Expression> | undefined;
    const expressions = this.#tree.expressionsIn(span);
    const indexed = statement.blocks && indexedNames(expressions);
    for (const expression of expressions) {
      if (expression.kind === 'name')
        this.#checkName(statement, expression, functionScope, indexed?.has(expression) ? 'indexed' : 'whole');
      else if (expression.kind === 'member') {
        const name = ownerOf(expression, (candidate) => this.#lookup.isValue(candidate, functionScope));
        if (isForeignModule(name) && !this.#lookup.isValue(name, functionScope)) {
          const source = [name, ...expression.path].join('.');
          const number = numberNamed(expression.path.at(-1)!);
          this.#report(statement, problem('undefined-name', rangeIn(statement, expression), source, undefined, number));
        } else this.#checkName(statement, { ...expression.owner, name }, functionScope, 'owner');
      } else if (expression.kind === 'call') {
        this.#checkCall(statement, expression, functionScope);
        if (misplacedStrings) this.#acceptStrings(expression, misplacedStrings, functionScope?.definition ?? statement);
      } else if (expression.kind === 'string' && statement.kind !== 'import') {
        misplacedStrings ??= new Set();
        misplacedStrings.add(expression);
      }
    }
    if (misplacedStrings && statement.kind === 'train')
      for (const { value } of statement.arguments) misplacedStrings.delete(value);
    for (const string of misplacedStrings ?? [])
      this.#report(statement, problem('misplaced-string', rangeIn(statement, string)));
  }

  /** Accepts the strings in a call: those of functions that read files, and the arguments of operators, such as a reduction. */
  #acceptStrings(
    call: Expression & { kind: 'call' },
    misplacedStrings: Set<Expression>,
    outerStatement: Statement,
  ): void {
    const { name } = call.callee;
    const readsFile = fileFunctionNamed(name) !== undefined;
    const isUserDefined =
      this.#lookup.fileFunction(name, outerStatement) !== undefined || this.#scope.functions.has(name);
    for (const { value } of call.arguments) {
      if (readsFile) for (const text of textsIn(value)) misplacedStrings.delete(text);
      if (readsFile || !isUserDefined) misplacedStrings.delete(value);
    }
  }

  #checkName(
    statement: Statement,
    identifier: Identifier,
    functionScope: FunctionScope | undefined,
    use: NameUse,
  ): void {
    const { name } = identifier;
    if (isBlockVariable(name, statement)) {
      const constantKindName = constantKindNames[statement.kind];
      if (constantKindName !== undefined)
        this.#report(
          statement,
          problem('not-constant', rangeIn(statement, identifier), constantKindName, name, 'step'),
        );
    } else if (functionScope?.names.has(name))
      this.#checkDefinition(statement, identifier, functionScope.names.get(name)!, statement, use);
    else if (functionScope?.parameters.has(name)) this.#checkParameter(statement, identifier, use);
    else {
      const definition = this.#definitions.get(name);
      if (definition)
        this.#checkDefinition(statement, identifier, definition, functionScope?.definition ?? statement, use);
      else if (!this.#scope.consts.has(name) && (use === 'owner' || !this.#lookup.isCounter(name, statement)))
        this.#report(statement, this.#undefinedNameProblem(statement, identifier, functionScope));
    }
  }

  #checkParameter(statement: Statement, identifier: Identifier, use: NameUse): void {
    if (statement.kind === 'fn') {
      this.#report(
        statement,
        problem('not-constant', rangeIn(statement, identifier), 'default', identifier.name, 'parameter'),
      );
    } else if (use === 'owner')
      this.#report(statement, problem('member-of-parameter', rangeIn(statement, identifier), identifier.name));
  }

  /** Checks that a statement may use a definition: its order, its block, and that constants only use constants. */
  #checkDefinition(
    statement: Statement,
    identifier: Identifier,
    definition: Statement,
    outerStatement: Statement,
    use: NameUse,
  ): void {
    const { name } = identifier;
    const range = rangeIn(statement, identifier);
    const relation = blockRelation(statement, definition);
    if (relation === 'sameStep' && isRecurrence(definition)) {
      if (use === 'whole')
        this.#report(statement, problem('step-needed', range, name, definition.blocks!.at(-1)!.variable));
    } else if (definition === outerStatement) this.#report(statement, problem('self-reference', range, name));
    else if (definition.id > outerStatement.id)
      this.#report(statement, problem('used-before-definition', range, name, this.#lineOf(definition)));
    else if (relation === 'outside') this.#report(statement, problem('used-outside-block', range, name));
    else {
      const constantKindName = constantKindNames[statement.kind];
      if (constantKindName === undefined || !isValueDefinition(definition)) return;
      const role = roleOf(definition);
      if (role !== 'const' && role !== 'data')
        this.#report(statement, problem('not-constant', range, constantKindName, name, role));
    }
  }

  /** Checks the head of a block, or a step in front of one. */
  #checkBlock(statement: Statement, functionScope: FunctionScope | undefined): void {
    const lookUp = (name: string): Statement | undefined => {
      if (functionScope?.parameters.has(name)) return functionScope.definition;
      return functionScope ? functionScope.names.get(name) : this.#definitions.get(name);
    };
    const lineOf = (other: Statement): number => this.#lineOf(other);
    if (statement.kind === 'for') {
      const found = variableProblem(statement, lookUp(statement.variable.name), lineOf);
      if (found) this.#report(statement, found);
    } else if (isInitialStep(statement)) {
      const definition = lookUp(statement.name.name);
      const found = initialStepProblem(statement, definition, lineOf);
      const isBlockBroken = () => this.#tree.statementsOfKind('for').some(({ kind }) => kind === 'broken');
      if (found && definition === undefined && isBlockBroken()) this.#unresolved.add(statement);
      else if (found) this.#report(statement, found);
    }
  }

  #undefinedNameProblem(
    statement: Statement,
    identifier: Identifier,
    functionScope: FunctionScope | undefined,
  ): Problem {
    const { name } = identifier;
    const range = rangeIn(statement, identifier);
    if (this.#lookup.isFunction(name)) return problem('not-a-value', range, name);
    const transposed = name.endsWith('ᵀ') && this.#lookup.isValue(name.slice(0, -1), functionScope);
    const written = transposed ? `${name.slice(0, -1)}.T` : numberNamed(name);
    const similar =
      written === undefined && !isAbsentValue(name) ? this.#lookup.similarValue(name, functionScope) : undefined;
    return problem('undefined-name', range, name, similar, written);
  }

  #undefinedFunctionProblem(statement: Statement, call: Expression & { kind: 'call' }): Problem {
    const { name } = call.callee;
    const range = rangeIn(statement, call.callee);
    if (initializerFor(name) !== undefined) {
      const param = isValueDefinition(statement) ? statement.name.name : 'W';
      const { text, node } = drawnParam(param, name, call.arguments.map(literalArgument));
      return problem('initializer-call', range, name, text, statement.kind === 'node' ? node : undefined);
    }
    if (distributionNamed(name)) {
      const node = statement.kind === 'node' ? statement.name.name : 'x';
      return problem('distribution-call', range, name, node);
    }
    const written = nativeFunctionText(name) ?? trainStatementFor(name);
    const similar = written === undefined ? this.#lookup.similarFunction(name) : undefined;
    return problem('undefined-function', range, name, similar, written);
  }

  #checkCall(
    statement: Statement,
    call: Expression & { kind: 'call' },
    functionScope: FunctionScope | undefined,
  ): void {
    const { callee } = call;
    const { name } = callee;
    const outerStatement = functionScope?.definition ?? statement;
    const definition = this.#lookup.fileFunction(name, outerStatement);
    if (fileFunctionNamed(name)) {
      const found = misplacedFile(statement, call, functionScope !== undefined);
      if (found) this.#report(statement, found);
    } else if (definition === undefined) {
      if (!this.#lookup.isImportedOrBuiltin(name))
        this.#report(statement, this.#undefinedFunctionProblem(statement, call));
    } else if (definition.id >= outerStatement.id) {
      const cycle = this.#cycles.findCycle(outerStatement);
      this.#report(
        statement,
        cycle
          ? problem('recursive-function', rangeIn(statement, callee), cycle.join(' → '))
          : problem('used-before-definition', rangeIn(statement, callee), name, this.#lineOf(definition)),
      );
    } else if (definition.kind === 'broken' || this.#unresolved.has(definition)) this.#unresolved.add(statement);
  }

  #report(statement: Statement, found: Problem): void {
    this.#problems.push(found);
    (found.severity === 'error' ? this.#unresolved : this.#warned).add(statement);
  }

  #lineOf(statement: Statement): number {
    return this.#lines.positionAt(statement.start).line + 1;
  }
}

/** The source of an argument that is a number or a name. */
function literalArgument({ value }: Argument): string | undefined {
  if (value.kind === 'name') return value.name;
  if (value.kind === 'negate' && value.operand.kind === 'number') return String(-value.operand.value);
  return value.kind === 'number' ? String(value.value) : undefined;
}
