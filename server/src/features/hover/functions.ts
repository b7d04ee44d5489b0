/** Hovers on functions: where one is defined, where it is called, and on what stands in its body. */

import * as l10n from '@vscode/l10n';
import type { NodeId } from '../../engine/ir/program.ts';
import { sourceOf } from '../../language/base/excerpt.ts';
import type { Range } from '../../language/base/lines.ts';
import { shortened } from '../../language/base/truncate.ts';
import { nodeAt, type Param } from '../../language/lowering/model.ts';
import { showSignature } from '../../language/names/bindArguments.ts';
import { functionOf, signatureOf } from '../../language/names/functions.ts';
import type { FunctionReference } from '../../language/names/scope.ts';
import {
  type Expression,
  type FunctionDefinition,
  type FunctionParameter,
  isDefinition,
  type Statement,
} from '../../language/syntax/tree.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { commentAbove } from './docs.ts';
import type { Subject } from './subject.ts';

type Call = Expression & { kind: 'call' };

/** More calls are counted, but not shown. */
const mostCalls = 8;

export function functionSubject(snapshot: Snapshot, definition: FunctionDefinition): Subject {
  return {
    range: definition.name,
    heading: headOf(snapshot, definition),
    introduction: commentAbove(snapshot, definition),
    docs: [callsOf(snapshot, definition)],
  };
}

/** `fn dense(x, n = 2)`. */
function headOf({ module }: Snapshot, definition: FunctionDefinition): string {
  return `fn ${shownSignature({ module, definition })}`;
}

function shownSignature(reference: FunctionReference): string {
  return shortened(showSignature(signatureOf(reference)), longestSignature);
}

const longestSignature = 100;

/** Where a function is called in its own file. */
function callsOf({ tree, module, lines, text }: Snapshot, definition: FunctionDefinition): string {
  const calls = tree.expressions.filter(
    (expression): expression is Call =>
      expression.kind === 'call' &&
      expression.callee.name === definition.name.name &&
      functionOf(definition.name.name, module, expression.start)?.definition === definition,
  );
  if (calls.length === 0) return l10n.t('Called nowhere in this file.');
  const shown = calls
    .slice(0, mostCalls)
    .map((call) => l10n.t`line ${lines.positionAt(call.start).line + 1}: ${code(sourceOf(text, call))}`);
  const more = calls.length > mostCalls ? [l10n.t`… and ${calls.length - mostCalls} more`] : [];
  const heading = calls.length === 1 ? l10n.t('Called once:') : l10n.t`Called ${calls.length} times:`;
  return [heading, '', ...[...shown, ...more].map((line) => `- ${line}`)].join('\n');
}

/** A call of a function that is written in the language; undefined of an operator. */
export function callSubject(snapshot: Snapshot, call: Call, node: NodeId | undefined): Subject | undefined {
  const reference = functionOf(call.callee.name, snapshot.module, call.start);
  if (reference === undefined) return undefined;
  return {
    range: call,
    heading: shownSignature(reference),
    introduction: commentAbove(reference.module, reference.definition),
    ...(node !== undefined && { node }),
    made: madeBy(snapshot, call),
    docs: [],
  };
}

/** The params that a call in a statement of the file made. */
function madeBy({ model }: Snapshot, call: Call): readonly Param[] {
  const inlined = model.calls.find((candidate) => candidate.call === call);
  return inlined ? model.params.filter(({ node }) => inlined.first <= node && node < inlined.end) : [];
}

/** A parameter of a function, at its name or where it is used. */
export function parameterSubject(
  snapshot: Snapshot,
  around: FunctionDefinition,
  { name: { name } }: FunctionParameter,
  { start, end }: Range,
): Subject {
  const node = parameterNode(snapshot, around, name);
  return {
    range: { start, end },
    heading: headOf(snapshot, around),
    ...(node !== undefined && { node, name: shortened(name) }),
    function: around,
    shownCall: shownCallOf(snapshot, around, node),
    docs: [],
  };
}

/** What a parameter is in the call that is shown of its function; undefined also where the body doesn't use it. */
export function parameterNode({ tree, model }: Snapshot, around: FunctionDefinition, name: string): NodeId | undefined {
  let node: NodeId | undefined;
  for (const expression of tree.expressionsIn(around)) {
    if (expression.kind === 'name' && expression.name === name)
      node ??= nodeAt(model.expressionNodes, expression.index);
  }
  return node;
}

/** A statement in the body of a function, at its name or where that is used. */
export function localSubject(
  snapshot: Snapshot,
  around: FunctionDefinition,
  statement: Statement & { readonly name?: { readonly name: string } },
  { start, end }: Range,
): Subject {
  const node = localNode(snapshot, around, statement);
  return {
    range: { start, end },
    heading: sourceOf(snapshot.text, statement),
    ...(node !== undefined && { node, name: shortened(statement.name?.name ?? '') }),
    function: around,
    shownCall: shownCallOf(snapshot, around, node),
    docs: commentAbove(snapshot, statement),
  };
}

/** What a statement in the body of a function is in the call that is shown of it. */
export function localNode({ model }: Snapshot, around: FunctionDefinition, statement: Statement): NodeId | undefined {
  if (statement.kind === 'drawn' || statement.kind === 'param') {
    const path = model.shownCalls.get(around)?.path;
    return model.params.find(({ name }) => name === `${path}.${statement.name.name}`)?.node;
  }
  return isDefinition(statement) ? nodeAt(model.expressionNodes, statement.value.index) : undefined;
}

/** Which call the numbers in a body are those of, or why there are none. */
export function shownCallOf(
  { model, lines, text }: Snapshot,
  around: FunctionDefinition,
  node: NodeId | undefined,
): string {
  const shown = model.shownCalls.get(around);
  const name = code(shortened(around.name.name));
  if (shown === undefined) return l10n.t`No call of ${name} can be evaluated, so nothing in it has a value.`;
  const { call, function: called } = shown.call;
  const place = l10n.t`${code(sourceOf(text, call))} in line ${lines.positionAt(call.start).line + 1}`;
  if (called.definition === around)
    return node === undefined
      ? l10n.t`In the call ${place}, this has no value.`
      : l10n.t`The numbers are those of the call ${place}.`;
  return node === undefined
    ? l10n.t`In the first call of ${name} that ${place} makes, this has no value.`
    : l10n.t`The numbers are those of the first call of ${name} that ${place} makes.`;
}

function code(source: string): string {
  return `\`${source}\``;
}
