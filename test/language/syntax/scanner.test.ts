/** The scanner: names, numbers, symbols, statement ends and invalid characters. */

import { expect, test } from 'vitest';
import { scan, type TokenKind } from '../../../server/src/language/syntax/scanner.ts';

const cases: readonly (readonly [name: string, text: string, tokens: string])[] = [
  ['symbols of two characters', 'a**b~=c<=d>=e==f!=g', 'a ** b ~= c <= d >= e == f != g'],
  ['symbols of one character', 'a*b=c<d>~e≈∂f', 'a * b = c < d > ~ e ≈ ∂ f'],
  ['a true minus', 'a − -1', 'a − - 1'],
  ['numbers', '1 2.5 .5 3. 1e-6 6.02E+23 0.1e1', '1 2.5 .5 3. 1e-6 6.02E+23 0.1e1'],
  ['adjacent numbers', '1.2.3 1-2 1e-6-7', '1.2 .3 1 - 2 1e-6 - 7'],
  ['numbers followed by letters', '3x 1e 2.T 0x1F', '3x‹malformed› 1e‹malformed› 2.T‹malformed› 0x1F‹malformed›'],
  ['names', 'θ 사과 _a a1 x̄ L₁ ﬁ', 'θ 사과 _a a1 x̄ L ₁‹unknown› ﬁ'],
  ['keywords and names that begin like them', 'loss losses const_ within', 'loss‹loss› losses const_ within‹within›'],
  ['strings', '"a # b" "c \\" d"', '"a # b"‹string› "c \\" d"‹string›'],
  ['an unclosed string', '"a\nb', '"‹unknown› a ⏎ b'],
  ['comments', 'a # b = (\nc #', 'a ⏎ c'],
  ['blanks', 'a\t=\u00a0\u000c1', 'a = 1'],
  ['a byte order mark', '\ufeffa = 1', 'a = 1'],
  ['LF, CRLF and CR', 'a\nb\r\nc\rd', 'a ⏎ b ⏎ c ⏎ d'],
  ['an empty line', 'a\n\nb\n', 'a ⏎ ⏎ b ⏎'],
  ['NUL', 'a\0b', 'a \0‹unknown› b'],
  ['lone surrogates', '\ud800 \udc00a', '\ud800‹unknown› \udc00‹unknown› a'],
  ['a character beyond the basic plane', '😀 𝑥', '😀‹unknown› 𝑥'],
  ['other line separators', 'a\u2028b', 'a \u2028‹unknown› b'],
  ['newlines in brackets', 'a = (1 +\n  2)\nb', 'a = ( 1 + 2 ) ⏎ b'],
  ['newlines in brackets of every kind', '([(\n)])\na', '( [ ( ) ] ) ⏎ a'],
  [
    'newlines between braces',
    'fn f(a) {\n  b = (a\n    + 1)\n  return b\n}\n',
    'fn‹fn› f ( a ) { ⏎ b = ( a + 1 ) ⏎ return‹return› b ⏎ } ⏎',
  ],
  ['a newline after an unmatched bracket', 'a)\n(\nb', 'a ) ⏎ ( b'],
  ['a comment in brackets', 'a = [1, # one)\n  2]', 'a = [ 1 , 2 ]'],
  ['a definition at column 0 in a bracket', 'a = (1\nb = 2', 'a = ( 1 ⏎ b = 2'],
  ['a keyword at column 0 in a bracket', 'a = (1\nexpect 1', 'a = ( 1 ⏎ expect‹expect› 1'],
  ['definitions at column 0 in a bracket after CRLF and CR', 'a = (1\r\nb = (2\rc = 3', 'a = ( 1 ⏎ b = ( 2 ⏎ c = 3'],
  ['a definition further right in a bracket', 'a = f(1,\n b = 2)', 'a = f ( 1 , b = 2 )'],
  ['a comparison at column 0 in a bracket', 'a = (b\nc == d)', 'a = ( b c == d )'],
  ['a name at column 0 in a bracket', 'a = (b +\nc)', 'a = ( b + c )'],
  ['a name that begins like a keyword at column 0 in a bracket', 'a = (b +\nlosses)', 'a = ( b + losses )'],
  ["'within' at column 0 in a bracket", 'expect (a\nwithin', 'expect‹expect› ( a within‹within›'],
];

test.each(cases)('the scanner handles %s', (_, text, tokens) => {
  expect(scanned(text)).toBe(tokens);
});

const many = 10_000_000;

test.each<[name: string, text: string, kinds: readonly TokenKind[]]>([
  ['a name', `${'a'.repeat(many)} =`, ['name', '=']],
  ['a name of other scripts', `${'사'.repeat(many / 2)}${'𝑥'.repeat(many / 4)} =`, ['name', '=']],
  ['a number', `${'7'.repeat(many)} =`, ['number', '=']],
  ['a number followed by letters', `7${'a'.repeat(many)} =`, ['malformed', '=']],
  ['a string', `"${'a'.repeat(many)}" =`, ['string', '=']],
  ['an unclosed string', `"${'a'.repeat(many)}`, ['unknown', 'name']],
  ['a comment', `=${'#'.repeat(many)}`, ['=']],
  ['blanks', `=${' '.repeat(many)}=`, ['=', '=']],
  ['a line in brackets', `(\n${'a'.repeat(many)} = 1`, ['(', 'newline', 'name', '=', 'number']],
  ['empty lines in brackets', `(${'\n'.repeat(many / 10)}=`, ['(', '=']],
])('the scanner handles 10 million characters of %s', (_, text, kinds) => {
  const tokens = scan(text);
  expect(Array.from({ length: tokens.length - 1 }, (_, index) => tokens.kind(index))).toEqual(kinds);
});

test('a string that is not closed before the end of its line is looked for once', () => {
  const tokens = scan('\\"'.repeat(200_000));
  expect(tokens.length).toBe(400_001);
});

test('tokens have exact ranges', () => {
  const text = '\ufeffa = (1 +\r\n  θ) # x';
  const tokens = scan(text);
  const texts = Array.from({ length: tokens.length }, (_, i) => text.slice(tokens.start(i), tokens.end(i)));
  expect(texts).toEqual(['a', '=', '(', '1', '+', 'θ', ')', '']);
});

/** Tokens, followed by their kind unless the text makes it clear. */
function scanned(text: string): string {
  const tokens = scan(text);
  const texts = Array.from({ length: tokens.length - 1 }, (_, i) => show(tokens.kind(i), tokens.text(i)));
  expect(tokens.kind(tokens.length - 1)).toBe('end');
  return texts.join(' ');
}

function show(kind: TokenKind, text: string): string {
  if (kind === 'newline') return '⏎';
  const isPlain = kind === 'name' || kind === 'number' || (kind === text && /\W/.test(text));
  return isPlain ? text : `${text}‹${kind}›`;
}
