/** A hostile page in the graph panel: its messages reach no other file, throw nothing, and the panel goes on working. */

import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import type { WebviewPanel } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { GraphPanel } from '../../../client/src/panel/graphPanel.ts';
import { PanelFile } from '../../../client/src/panel/panelFile.ts';
import { pageMessage } from '../../../protocol/panel/messages.ts';
import { hostileJson, hostileText, hostileValues } from '../../support/fixtures/hostileMessages.ts';
import { generatedCases } from '../../support/setup/thorough.ts';
import { calls, Disposable, EventEmitter, Uri } from '../../support/vscode/stub.ts';

vi.mock('vscode', () => import('../../support/vscode/stub.ts'));
vi.mock('vscode-languageclient', () => ({ State: { Stopped: 1, Running: 2 } }));

const uri = 'file:///models/model.bp';

/** Files that the panel never showed. */
const otherUris = [
  'file:///etc/passwd',
  'file:///models/other.bp',
  'https://attacker.test/',
  'a b:c',
  '[:',
  'untitled:x',
  '',
];

const uris = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<string | null>(uri, null) },
  fc.constantFrom(...otherUris),
  hostileText,
);

/** After it the page is shown the file. */
const ready = { uri: null, message: { kind: 'ready' } };

/** Each is valid as the parameters of one of the requests. */
const params = fc.oneof(
  fc.constant({}),
  fc.record({ node: hostileText }),
  fc.record({ node: hostileText, first: fc.nat() }),
  fc.record({ query: hostileText }),
  fc.record({ format: fc.constantFrom('dot', 'mermaid', 'exe') }),
  fc.record({ uri: uris, isCommitted: fc.boolean() }),
);

let receive: (message: unknown) => void;
let posted: unknown[];
let sent: { readonly method: string; readonly params: unknown }[];
let logged: unknown[][];
let rejections: unknown[];

beforeEach(() => {
  calls.length = 0;
  [posted, sent, logged, rejections] = [[], [], [], []];
  const messages = new EventEmitter<unknown>();
  receive = (message) => messages.fire(message);
  const webview = {
    cspSource: '',
    asWebviewUri: (file: Uri) => file,
    onDidReceiveMessage: messages.event,
    postMessage: (message: unknown) => posted.push(message),
  };
  const panel = { webview, visible: true, onDidChangeViewState: () => new Disposable(), dispose: () => undefined };
  const send = async (method: string, params: unknown) => {
    sent.push({ method, params });
    throw new Error('the server has stopped');
  };
  const client = {
    state: 2,
    onNotification: () => new Disposable(),
    onDidChangeState: () => new Disposable(),
    sendNotification: send,
    sendRequest: send,
    warn: (...line: unknown[]) => logged.push(line),
  };
  new GraphPanel(
    panel as unknown as WebviewPanel,
    new PanelFile(Uri.parse(uri) as never),
    client as unknown as BaseLanguageClient,
    Uri.parse('file:///extension') as never,
  );
});

async function deliver(messages: readonly unknown[]): Promise<void> {
  const onRejection = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', onRejection);
  const thrown: unknown[] = [];
  for (const message of messages) {
    try {
      receive(message);
    } catch (error) {
      thrown.push(error);
    }
  }
  // Unhandled rejections are reported after all microtasks.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', onRejection);
  expect(new Set([...thrown, ...rejections].map(String))).toEqual(new Set());
}

/** The URIs that VS Code and the server were told, by what was asked for. */
function namedUris(): ReadonlySet<string> {
  const inCalls = calls.flatMap(({ name, args }) => {
    if (name === 'executeCommand') return [args[1]];
    if (name === 'showTextDocument') return [args[0]];
    return [];
  });
  const inParams = sent.flatMap(({ params }) => {
    const { uri, watched } = params as { uri?: unknown; watched?: { uri: unknown } | null };
    return watched === undefined ? [uri] : [watched?.uri];
  });
  return new Set([...inCalls, ...inParams].filter((named) => named != null).map(String));
}

test('messages of a page reach the files it was shown, and nothing else', async () => {
  const valid = hostileValues(pageMessage, { uri: uris, params });
  const cases = fc.oneof({ weight: 8, arbitrary: valid }, hostileJson);
  const messages = fc.sample(cases, { ...generatedCases(20_000), seed: 1 });
  await deliver([ready, ...messages]);
  expect([...namedUris()]).toEqual([uri]);
  expect(new Set(sent.map(({ method }) => method)).size).toBeGreaterThan(6);
  expect(calls.filter(({ name }) => name === 'showSaveDialog').length).toBe(1);
  posted.length = 0;
  await deliver([ready]);
  expect(posted).toContainEqual(expect.objectContaining({ kind: 'file', uri }));
});

test('huge and deep messages are logged in short', async () => {
  let deep: unknown = null;
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  const long = 'a'.repeat(10_000_000);
  await deliver([
    ready,
    deep,
    long,
    { uri: null, message: deep },
    { uri: long, message: { kind: 'ready' } },
    { uri, message: { kind: long } },
    { uri, message: { kind: 'logError', message: long } },
    { uri, message: { kind: 'request', id: 1, method: 'hover', params: { node: long } } },
    { uri, message: { kind: 'request', id: 1, method: 'hover', params: { node: deep } } },
    { uri, message: { kind: 'toggleGroup', group: long } },
    { uri, message: { kind: 'showWarning', reason: long } },
    {
      uri,
      message: { kind: 'reveal', range: { start: { line: -1, character: 0 }, end: { line: 1e9, character: 0 } } },
    },
  ]);
  expect(logged.length).toBeGreaterThan(8);
  for (const line of logged) expect(line.join(' ').length).toBeLessThan(5_000);
  for (const { args } of calls) expect(String(args[0]).length).toBeLessThan(5_000);
});

test('a warning of a page has no link that runs a command', async () => {
  const reason = 'Open [this](command:workbench.action.terminal.new) or [that](https://attacker.test/).';
  await deliver([ready, { uri, message: { kind: 'showWarning', reason } }]);
  const [{ args }] = calls;
  expect(args[0]).not.toMatch(/\[[^\]]+\]\((?:https?:\/\/|command:|file:)/);
  expect(args[0]).toContain('[this]');
});
