/** Encoded messages equal the bytes of `JSON.stringify`. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CodeLens, Message } from 'vscode-languageserver/node';
import { encodeMessage } from '../../../server/src/node/messages/encodeMessage.ts';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('x = −2 → −2.16 · ∂L/∂x = 16', '\ud800', '"'),
);
const position = fc.record({
  line: fc.oneof(fc.nat(100_000), fc.constantFrom(9, 10, 2 ** 31, 2 ** 53 - 1)),
  character: fc.oneof(fc.constant(0), fc.nat(200)),
});
const command = fc.oneof(
  text.map((title) => ({ title, command: '' })),
  fc.record({ title: text, command: text }),
  fc.record({ title: text, command: text, arguments: fc.array(fc.jsonValue()) }),
  fc.record({ title: text, tooltip: text, command: fc.constant('') }),
);
const range = fc.record({ start: position, end: position });
const lens: fc.Arbitrary<CodeLens> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ range, command }) },
  fc.record({ range }),
  fc.record({ range, command, data: fc.jsonValue() }),
);
const answer = fc.record({
  jsonrpc: fc.constant('2.0'),
  id: fc.oneof(fc.nat(), fc.constantFrom('lenses', '"lenses"', 'a')),
  result: fc.oneof(
    fc.array(lens, { maxLength: 6 }),
    fc.array(lens, { minLength: 300, maxLength: 300 }),
    fc.jsonValue(),
  ),
});
const notification = fc.record({ jsonrpc: fc.constant('2.0'), method: text, params: fc.array(fc.jsonValue()) });

test('encoded messages equal JSON.stringify for any content', () => {
  fc.assert(
    fc.property(fc.oneof(answer, notification), (message: Message) => {
      expect(new TextDecoder().decode(encodeMessage(message))).toBe(
        new TextDecoder().decode(Buffer.from(JSON.stringify(message))),
      );
    }),
    { numRuns: 200 },
  );
});
