/**
 * Semantic tokens: the role of each name, so that a theme can distinguish params from data. Names are classified by
 * the tokens around them and not by the tree, so a broken statement keeps its colors while it is typed.
 */

import { SemanticTokensBuilder, type SemanticTokensLegend } from 'vscode-languageserver';
import { fileFunctionNamed } from '../../data/formats/table.ts';
import type { FileView } from '../../documents/fileView.ts';
import { operatorsByCall } from '../../engine/operators/table.ts';
import { isCounterName } from '../../engine/training/counters.ts';
import { isLibrary } from '../../language/names/modules/loadModule.ts';
import type { Scope } from '../../language/names/modules/module.ts';
import { resolveFunction } from '../../language/names/resolution/resolveFunction.ts';
import { intendedRole, isDefinitionKind } from '../../language/syntax/ast.ts';
import { gradientFunctionName } from '../../language/syntax/parser/parsePrimary.ts';
import { numberedCallName } from '../../language/syntax/tree/memberOwner.ts';
import { outerStatementBefore } from '../../language/syntax/tree/tree.ts';
import type { Range } from '../../language/text/lines.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { fireAndForget } from '../support/fireAndForget.ts';
import { toOffsetRange } from '../support/positions.ts';
import { TokenWalk } from '../support/tokenWalk.ts';

/** The roles of values are custom types, contributed by package.json; the others are standard ones. */
const tokenTypes = ['param', 'data', 'const', 'node', 'loss', 'function', 'parameter', 'property'] as const;
const tokenModifiers = ['declaration', 'defaultLibrary'] as const;

export type TokenType = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];

export const legend: SemanticTokensLegend = { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] };

export interface NameToken extends Range {
  readonly type: TokenType;
  readonly modifier?: TokenModifier;
}

export const semanticTokens: Feature = {
  capabilities: { semanticTokensProvider: { legend, full: { delta: true }, range: true } },
  register(connection, { client, documents }) {
    /** The last answer for each file, which deltas are relative to. */
    const builders = new Map<string, SemanticTokensBuilder>();
    /** The imported names of that answer: names may change their role without a change of the text. */
    const scopes = new Map<string, Scope>();
    const fill = (builder: SemanticTokensBuilder, file: FileView | undefined, range?: Range): SemanticTokensBuilder => {
      if (file === undefined) return builder;
      scopes.set(file.uri, file.snapshot.names.scope);
      if (range === undefined) builders.set(file.uri, builder);
      pushTokens(builder, file.snapshot, range);
      return builder;
    };
    const { semanticTokens } = connection.languages;
    semanticTokens.on(async ({ textDocument: { uri } }) => {
      const file = await documents.whenPublished(uri);
      return fill(new SemanticTokensBuilder(), file).build();
    });
    semanticTokens.onDelta(async ({ textDocument: { uri }, previousResultId }) => {
      const file = await documents.whenPublished(uri);
      const builder = builders.get(uri) ?? new SemanticTokensBuilder();
      builder.previousResult(previousResultId);
      return fill(builder, file).buildEdits();
    });
    semanticTokens.onRange(async ({ textDocument: { uri }, range }) => {
      const file = await documents.whenPublished(uri);
      return fill(new SemanticTokensBuilder(), file, file && toOffsetRange(file.snapshot, range)).build();
    });
    documents.onPublished(({ uri, snapshot: { names } }) => {
      const scope = scopes.get(uri);
      if (scope === undefined || scope === names.scope) return;
      scopes.set(uri, names.scope);
      if (client.capabilities.workspace?.semanticTokens?.refreshSupport) fireAndForget(semanticTokens.refresh());
    });
    documents.onClosed((uri) => {
      builders.delete(uri);
      scopes.delete(uri);
    });
  },
};

function pushTokens(builder: SemanticTokensBuilder, snapshot: Snapshot, range?: Range): void {
  for (const { start, end, type, modifier } of nameTokens(snapshot, range)) {
    const { line, character } = snapshot.lines.positionAt(start);
    const bits = modifier === undefined ? 0 : 1 << tokenModifiers.indexOf(modifier);
    builder.push(line, character, end - start, tokenTypes.indexOf(type), bits);
  }
}

/** Names of a text or range in text order, without those that have no meaning. */
export function* nameTokens(
  snapshot: Snapshot,
  range: Range = { start: 0, end: snapshot.text.length },
): Generator<NameToken> {
  const firstStatement = outerStatementBefore(snapshot.tree, range.start);
  const walk = new TokenWalk(snapshot.text, firstStatement?.start ?? 0);
  const { tokens } = walk;
  const classifier = new NameClassifier(snapshot, walk);
  for (; walk.kind() !== 'end' && tokens.start(walk.index) < range.end; walk.next()) {
    if (walk.kind() !== 'name' || tokens.end(walk.index) <= range.start) continue;
    const tokenClass = classifier.classify();
    if (tokenClass) yield { ...tokens.range(walk.index), ...tokenClass };
  }
}

type TokenClass = Pick<NameToken, 'type' | 'modifier'>;

/** Classifies the names of a token walk. */
class NameClassifier {
  readonly #snapshot: Snapshot;
  readonly #walk: TokenWalk;

  constructor(snapshot: Snapshot, walk: TokenWalk) {
    this.#snapshot = snapshot;
    this.#walk = walk;
  }

  /** The class of the next token. */
  classify(): TokenClass | undefined {
    const { use } = this.#walk;
    const name = this.#walk.tokens.text(this.#walk.index);
    if (isDefinitionKind(use)) return { type: use, modifier: 'declaration' };
    switch (use) {
      case 'fn':
        return { type: 'function', modifier: 'declaration' };
      case 'parameter':
      case 'variable':
        return { type: 'parameter', modifier: 'declaration' };
      case 'in':
        return undefined;
      case 'keyword':
        return { type: 'parameter' };
      case 'optimizer':
      case 'initializer':
      case 'distribution':
        return { type: 'function', modifier: 'defaultLibrary' };
      case 'member':
        return name === 'T' ? undefined : { type: 'property' };
      case 'callee':
        return this.#classifyCallee(name);
      case 'value':
        return this.#classifyValue(name);
    }
  }

  #classifyCallee(name: string): TokenClass | undefined {
    const { module, names } = this.#snapshot;
    const { tokens, index } = this.#walk;
    const reference = resolveFunction(name, module, tokens.start(index));
    if (reference && !isLibrary(reference.module)) return { type: 'function' };
    const isKnown =
      reference ||
      operatorsByCall(name).length > 0 ||
      fileFunctionNamed(name) !== undefined ||
      name === gradientFunctionName;
    if (isKnown) return { type: 'function', modifier: 'defaultLibrary' };
    return names.functions.has(name) ? { type: 'function' } : undefined;
  }

  #classifyValue(name: string): TokenClass | undefined {
    if (this.#walk.blockVariables.some((variable) => variable.name === name)) return { type: 'parameter' };
    const { locals = [], parameters = [] } = this.#walk.enclosingFunction ?? {};
    const local = locals.find((candidate) => candidate.name === name);
    if (local) return { type: local.role };
    if (parameters.some((parameter) => parameter.name === name)) return { type: 'parameter' };
    // Params of a function that is called repeatedly are named by call: those of the second call are under `h_2`.
    const { definitions, scope } = this.#snapshot.names;
    const definition = definitions.get(name) ?? definitions.get(numberedCallName.exec(name)?.[1] ?? '');
    const role = definition && intendedRole(definition);
    if (role) return { type: role };
    if (scope.consts.has(name)) return { type: 'const' };
    return this.#walk.head === 'train' && isCounterName(name) ? { type: 'parameter' } : undefined;
  }
}
