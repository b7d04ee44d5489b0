/** Validation of training messages between panel and server. */

import { expect, test } from 'vitest';
import { fromPage, toPage } from '../../protocol/panel/messages.ts';
import { trainingCommandParams } from '../../protocol/panel/training.ts';
import { validate } from '../../protocol/shared/schema.ts';

const parseCommand = (given: unknown) =>
  validate(trainingCommandParams, { uri: 'file:///a.bp', command: given })?.command;

test.each([
  { kind: 'open' },
  { kind: 'seek', step: 12 },
  { kind: 'set', setting: 'lr', value: 0.5 },
  { kind: 'set', setting: 'batch', value: null },
])('%j is a valid command', (given) => {
  expect(parseCommand(given)).toEqual(given);
  expect(validate(fromPage, { kind: 'training', command: given })).toEqual({ kind: 'training', command: given });
});

test.each([
  { kind: 'restart' },
  { kind: 'seek', step: -1 },
  { kind: 'seek', step: 1.5 },
  { kind: 'set', setting: 'momentum', value: 0.9 },
  { kind: 'set', setting: 'lr', value: '0.5' },
  { kind: 'set', setting: 'lr', value: Number.NaN },
])('%j is an invalid command', (given) => {
  expect(parseCommand(given)).toBeUndefined();
});

test('a missing session is accepted only with a reason', () => {
  const message = { kind: 'training', update: { kind: 'none', uri: 'file:///a.bp', reason: 'The file is closed.' } };
  expect(validate(toPage, message)).toEqual(message);
  expect(validate(toPage, { kind: 'training', update: { kind: 'none', uri: 'file:///a.bp' } })).toBeUndefined();
});
