/** The panel's message bridge: known messages are delivered, others dropped and logged. */
import { expect, test } from 'vitest';
import { Bridge, type PageEvent } from '../../client/webview/src/bridge.ts';
import type { PageMessage } from '../../protocol/panel/messages.ts';

const collapseState = { isCollapsed: false, except: ['h'] };

class RecordingHost {
  readonly sent: PageMessage[] = [];
  state: unknown;

  postMessage(message: PageMessage): void {
    this.sent.push(message);
  }

  getState(): unknown {
    return this.state;
  }

  setState(state: unknown): void {
    this.state = state;
  }
}

function connected() {
  const host = new RecordingHost();
  const bridge = new Bridge(host);
  const events: PageEvent[] = [];
  const stop = bridge.listen((message) => events.push(message));
  return { host, bridge, events, stop };
}

test('delivers a known message to subscribers until they unsubscribe', () => {
  const { bridge, events, stop } = connected();
  bridge.receive({ kind: 'cursor', selections: [] });
  stop();
  bridge.receive({ kind: 'cursor', selections: [] });
  expect(events).toEqual([{ kind: 'cursor', selections: [] }]);
});

test.each([
  ['unknown', { kind: 'teapot' }],
  ['malformed', { kind: 'cursor', selections: [{ start: { line: 'three', character: 0 } }] }],
  ['incomplete', { kind: 'graph' }],
  ['not an object', 'cursor'],
  ['undefined', undefined],
])('drops and logs a message that is %s', (_, message) => {
  const { bridge, events, host } = connected();
  bridge.receive(message);
  expect(events).toEqual([]);
  const logged = { kind: 'logError', message: expect.stringContaining('unknown message') };
  expect(host.sent).toEqual([{ uri: null, message: logged }]);
});

test('tags messages with the shown file', () => {
  const { bridge, host } = connected();
  for (const uri of ['file:///lesson.bp', 'file:///xor.bp']) {
    bridge.receive({ kind: 'file', uri, name: 'model', isPinned: false, isOpen: true, collapseState });
    bridge.post({ kind: 'pin', isPinned: true });
  }
  expect(host.sent.map(({ uri: of }) => of)).toEqual(['file:///lesson.bp', 'file:///xor.bp']);
});

test('resolves a request with its response', async () => {
  const { bridge, host } = connected();
  const first = bridge.request('hover', { node: 'x' });
  const second = bridge.request('hover', { node: 'y' });
  expect(host.sent).toEqual([
    { uri: null, message: { kind: 'request', id: 1, method: 'hover', params: { node: 'x' } } },
    { uri: null, message: { kind: 'request', id: 2, method: 'hover', params: { node: 'y' } } },
  ]);
  bridge.receive({ kind: 'response', id: 2, result: { markdown: 'y' } });
  bridge.receive({ kind: 'response', id: 1, result: { markdown: null } });
  expect(await first).toEqual({ markdown: null });
  expect(await second).toEqual({ markdown: 'y' });
});

test('rejects a request with a failed or malformed response', async () => {
  const { bridge } = connected();
  const refused = bridge.request('hover', { node: 'x' });
  const malformed = bridge.request('hover', { node: 'y' });
  bridge.receive({ kind: 'requestFailed', id: 1, reason: 'The file is closed.' });
  bridge.receive({ kind: 'response', id: 2, result: { markdown: 7 } });
  await expect(refused).rejects.toThrow('The file is closed.');
  await expect(malformed).rejects.toThrow('Received an invalid response');
});

test('stores state in the host', () => {
  const { bridge, host } = connected();
  expect(bridge.savedState).toBeUndefined();
  const memory = {
    uri: 'file:///lesson.bp',
    isPinned: true,
    collapseState,
    isList: true,
    hiddenLabels: ['gradient'] as const,
    viewport: { x: -40, y: 12.5, zoom: 0.8 },
  };
  bridge.saveState(memory);
  expect(bridge.savedState).toEqual(memory);
  host.state = { uri: 7 };
  expect(bridge.savedState).toBeUndefined();
});
