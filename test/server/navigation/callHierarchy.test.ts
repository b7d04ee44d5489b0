/** Call hierarchy as gradient flow: incoming and outgoing nodes of the statement at `$0`, with counts and gradients. */

import { expect, test } from 'vitest';
import {
  CallHierarchyIncomingCallsRequest,
  type CallHierarchyItem,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
} from 'vscode-languageserver/node';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { startEditor } from '../../support/editor/editor.ts';
import { parseMarked } from '../../support/fixtures/markedText.ts';

const model = 'file:///w/model.bp';
const files = {
  'file:///w/layers.bp': 'const half = 1 / 2\nfn scaled(x, by) = x * by * half',
  'file:///w/other.bp': 'import "layers.bp"\ny = scaled(1, by = half)',
};

/** Incoming calls return a gradient to the statement at the cursor, and outgoing calls receive it from there. */
const fixtures: Record<string, readonly [fixture: string, incoming: readonly string[], outgoing: readonly string[]]> = {
  'a node has its consumers as incoming and its operands as outgoing calls': [
    'import "layers.bp"\nparam w = 0.5\n$0h = scaled(2, by = w)\nloss L = (h - 1)^2 + h',
    ['L (2) in model.bp'],
    ['scaled (1) in layers.bp', 'w: ∂L/∂w = 0 (1) in model.bp'],
  ],
  'a function has its callers in every file as incoming calls': [
    'import "layers.bp"\nparam w = 3\nh = $0scaled(2, by = w)\nloss L = (h - 1)^2',
    ['h: ∂L/∂h = 4 (1) in model.bp', 'y (1) in other.bp'],
    ['half (1) in layers.bp'],
  ],
  'a param has no outgoing calls': [
    'param $0θ = 2\nq = θ * θ\nloss L = q + θ',
    ['q: ∂L/∂q = 1 (2) in model.bp', 'L (1) in model.bp'],
    [],
  ],
  'an expectation on a loss is not an incoming call': [
    'param x = 2\nloss $0L = x^2\nexpect L ≈ 4',
    [],
    ['x: ∂L/∂x = 4 (1) in model.bp'],
  ],
};

test.each(Object.entries(fixtures))('%s', async (_, [fixture, incoming, outgoing]) => {
  const { text, offset } = parseMarked(fixture);
  const editor = await startEditor({ files: new ClientFiles(files), folders: ['file:///w'] });
  await editor.open(model, text);
  await editor.numbers(model);
  const before = text.slice(0, offset).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)!.length };
  const params = { textDocument: { uri: model }, position };
  const [item] = (await editor.connection.sendRequest(CallHierarchyPrepareRequest.type, params))!;
  const [from, to] = await Promise.all([
    editor.connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item }),
    editor.connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item }),
  ]);
  expect(from!.map((call) => lineOf(call.from, call.fromRanges))).toEqual(incoming);
  expect(to!.map((call) => lineOf(call.to, call.fromRanges))).toEqual(outgoing);
});

function lineOf({ name, detail, uri }: CallHierarchyItem, ranges: readonly unknown[]): string {
  return `${name}${detail ? `: ${detail}` : ''} (${ranges.length}) in ${uri.split('/').at(-1)}`;
}
