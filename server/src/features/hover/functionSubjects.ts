/** Hovers on functions: definitions, calls, parameters and locals. */

import * as l10n from '@vscode/l10n';
import type { NodeId } from '../../engine/ir/program.ts';
import { nodeAt, type Param } from '../../language/lowering/model.ts';
import { formatSignature } from '../../language/names/calls/bindArguments.ts';
import { signatureOf } from '../../language/names/calls/functionSignature.ts';
import type { ResolvedFunction } from '../../language/names/modules/module.ts';
import { resolveFunction } from '../../language/names/resolution/resolveFunction.ts';
import {
  type Expression,
  type FunctionDefinition,
  type FunctionParameter,
  indexIn,
  isDefinition,
  rangeIn,
  type Statement,
} from '../../language/syntax/ast.ts';
import { excerptOf } from '../../language/text/excerpt.ts';
import type { Range } from '../../language/text/lines.ts';
import { truncate } from '../../language/text/truncate.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { commentAbove } from '../support/documentation.ts';
import type { HoverSubject } from './hoverSubject.ts';

type Call = Expression & { kind: 'call' };

/** Further calls are only counted. */
const maxShownCalls = 8;

export function functionSubject(snapshot: Snapshot, definition: FunctionDefinition): HoverSubject {
  return {
    range: rangeIn(definition, definition.name),
    heading: functionHeading(snapshot, definition),
    introduction: commentAbove(snapshot, definition),
    docs: [callListOf(snapshot, definition)],
  };
}

/** `fn dense(x, n = 2)`. */
function functionHeading({ module }: Snapshot, definition: FunctionDefinition): string {
  return `fn ${shownSignature({ module, definition })}`;
}

function shownSignature(reference: ResolvedFunction): string {
  return truncate(formatSignature(signatureOf(reference)), maxSignatureLength);
}

const maxSignatureLength = 100;

/** Lists the calls of a function in its file. */
function callListOf({ tree, module, lines, text }: Snapshot, definition: FunctionDefinition): string {
  const { name } = definition.name;
  const calls: Range[] = [];
  for (const statement of tree.statements) {
    for (const expression of tree.expressionsIn(statement)) {
      if (expression.kind !== 'call' || expression.callee.name !== name) continue;
      const range = rangeIn(statement, expression);
      if (resolveFunction(name, module, range.start)?.definition === definition) calls.push(range);
    }
  }
  if (calls.length === 0) return l10n.t('Not called in this file.');
  const shownCalls = calls
    .slice(0, maxShownCalls)
    .map((call) => l10n.t`line ${lines.positionAt(call.start).line + 1}: ${code(excerptOf(text, call))}`);
  const remaining = calls.length > maxShownCalls ? [l10n.t`… and ${calls.length - maxShownCalls} more`] : [];
  const heading = calls.length === 1 ? l10n.t('Called once:') : l10n.t`Called ${calls.length} times:`;
  return [heading, '', ...[...shownCalls, ...remaining].map((line) => `- ${line}`)].join('\n');
}

/** A call of a function written in the language; undefined for an operator. */
export function callSubject(
  snapshot: Snapshot,
  call: Call,
  range: Range,
  node: NodeId | undefined,
): HoverSubject | undefined {
  const reference = resolveFunction(call.callee.name, snapshot.module, range.start);
  if (reference === undefined) return undefined;
  return {
    range,
    heading: shownSignature(reference),
    introduction: commentAbove(reference.module, reference.definition),
    ...(node !== undefined && { node }),
    createdParams: paramsCreatedBy(snapshot, call),
    docs: [],
  };
}

/** Params created by a call in a top-level statement. */
function paramsCreatedBy({ model }: Snapshot, call: Call): readonly Param[] {
  const inlined = model.calls.find((candidate) => candidate.call === call);
  return inlined ? model.params.filter(({ node }) => inlined.first <= node && node < inlined.end) : [];
}

/** A parameter of a function, at its definition or a use. */
export function parameterSubject(
  snapshot: Snapshot,
  enclosingFunction: FunctionDefinition,
  { name: { name } }: FunctionParameter,
  { start, end }: Range,
): HoverSubject {
  const node = parameterNode(snapshot, enclosingFunction, name);
  return {
    range: { start, end },
    heading: functionHeading(snapshot, enclosingFunction),
    ...(node !== undefined && { node, name: truncate(name) }),
    function: enclosingFunction,
    shownCall: shownCallOf(snapshot, enclosingFunction, node),
    docs: [],
  };
}

/** The node of a parameter in the displayed call; also undefined if the body does not use it. */
export function parameterNode(
  { tree, model }: Snapshot,
  enclosingFunction: FunctionDefinition,
  name: string,
): NodeId | undefined {
  let node: NodeId | undefined;
  for (const expression of tree.expressionsIn(enclosingFunction)) {
    if (expression.kind === 'name' && expression.name === name)
      node ??= nodeAt(model.expressionNodes, indexIn(enclosingFunction, expression));
  }
  return node;
}

/** A local of a function, at its definition or a use. */
export function localSubject(
  snapshot: Snapshot,
  enclosingFunction: FunctionDefinition,
  statement: Statement & { readonly name?: { readonly name: string } },
  { start, end }: Range,
): HoverSubject {
  const node = localNode(snapshot, enclosingFunction, statement);
  return {
    range: { start, end },
    heading: excerptOf(snapshot.text, statement),
    ...(node !== undefined && { node, name: truncate(statement.name?.name ?? '') }),
    function: enclosingFunction,
    definition: statement,
    shownCall: shownCallOf(snapshot, enclosingFunction, node),
    docs: commentAbove(snapshot, statement),
  };
}

/** The node of a local in the displayed call. */
export function localNode(
  { model }: Snapshot,
  enclosingFunction: FunctionDefinition,
  statement: Statement,
): NodeId | undefined {
  if (statement.kind === 'randomParam' || statement.kind === 'param') {
    const path = model.shownCalls.get(enclosingFunction)?.paramPrefix;
    return model.params.find(({ name }) => name === `${path}.${statement.name.name}`)?.node;
  }
  return isDefinition(statement) ? nodeAt(model.expressionNodes, indexIn(statement, statement.value)) : undefined;
}

/** Names the call whose numbers a body displays, or says why there are none. */
export function shownCallOf(
  { model, lines, text }: Snapshot,
  enclosingFunction: FunctionDefinition,
  node: NodeId | undefined,
): string {
  const shownCall = model.shownCalls.get(enclosingFunction);
  const name = code(truncate(enclosingFunction.name.name));
  if (shownCall === undefined) return l10n.t`No value: no call of ${name} can be evaluated.`;
  const { call, statement, function: calledFunction } = shownCall.call;
  const range = rangeIn(statement, call);
  const callText = l10n.t`${code(excerptOf(text, range))} on line ${lines.positionAt(range.start).line + 1}`;
  if (calledFunction.definition === enclosingFunction)
    return node === undefined ? l10n.t`No value in the call ${callText}.` : l10n.t`Numbers of the call ${callText}.`;
  return node === undefined
    ? l10n.t`No value in the first call of ${name} by ${callText}.`
    : l10n.t`Numbers of the first call of ${name} by ${callText}.`;
}

function code(source: string): string {
  return `\`${source}\``;
}
