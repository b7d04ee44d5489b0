/** Texts and keys of the list of found nodes. */

import { expect, test } from 'vitest';
import { nextMatchIndex } from '../../../client/webview/src/find/findKeys.ts';
import { matchText, summaryOf } from '../../../client/webview/src/find/matchText.ts';
import type { NodeMatch } from '../../../protocol/panel/findNode.ts';

const named: NodeMatch = {
  id: 'h',
  kind: 'operator',
  name: 'h',
  symbol: 'tanh',
  shape: '[4×3]',
  line: 6,
  hiddenIn: [
    { id: 'a', label: 'block' },
    { id: 'b', label: 'layer' },
  ],
};

test('a match has its name, what computes it, its shape, its line, and the groups that hide it', () => {
  expect(matchText(named)).toEqual({
    title: 'h',
    details: 'tanh · [4×3]',
    line: 'line 7',
    hiddenIn: 'in block · layer',
  });
  const param: NodeMatch = { ...named, kind: 'param', name: 'W', symbol: 'W', hiddenIn: [] };
  expect(matchText(param)).toMatchObject({ title: 'W', details: 'param · [4×3]', hiddenIn: '' });
  const part: NodeMatch = { ...named, name: null, symbol: '+', shape: '', line: null };
  expect(matchText(part)).toMatchObject({ title: '+', details: '', line: '' });
});

test('the summary says how many matches there are besides, or what can be searched', () => {
  expect(summaryOf('h', 50, 1250)).toEqual({ text: '1,200 more. Type more of the name to see them.', isShown: true });
  expect(summaryOf('h', 50, 51)).toEqual({ text: '1 more. Type more of the name to see it.', isShown: true });
  expect(summaryOf('h', 3, 3)).toEqual({ text: '3 matches', isShown: false });
  expect(summaryOf('h', 1, 1)).toEqual({ text: '1 match', isShown: false });
  expect(summaryOf('zzz', 0, 0)).toEqual({
    text: 'No node matches zzz. Search for a name, an operator such as tanh or +, or a kind such as param.',
    isShown: true,
  });
});

test.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 19, 0],
  ['ArrowUp', 0, 19],
  ['PageDown', 0, 8],
  ['PageDown', 15, 19],
  ['PageUp', 3, 0],
  ['Home', 3, undefined],
  ['a', 3, undefined],
])('%s at match %i of 20 moves to %s', (key, current, next) => {
  expect(nextMatchIndex(20, current, key)).toBe(next);
});
