/** Random edits: inserted and deleted characters and lines, renamed words, pasted blocks, broken text. */

import fc from 'fast-check';

/** One edit, as numbers that choose its kind and its position. */
export interface TextEdit {
  readonly kind: number;
  readonly position: number;
  readonly length: number;
  readonly text: string;
}

const snippets = [
  ...[
    '1',
    '2',
    '.5',
    '-',
    ' ',
    '\n',
    '\n\n',
    '\r\n',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '#',
    '"',
    '=',
    '^2',
    ' + ',
    'x',
    'p',
  ],
  ...[
    '\nparam x = 2\n',
    '\nloss M = x^2\n',
    '\nx = 1\n',
    '\nfn f(x) = x^2\n',
    '\nfn g(x) {\n  param w = 1\n  return x * w\n}\n',
  ],
  ...[
    '\nr[0] = 1\nfor t in 1..3 {\n  r[t] = r[t - 1] / 2\n}\n',
    '\nfor k in 0..2 {\n',
    '[t]',
    '..',
    '\nconst k = 2\n',
    '\nexpect 1 ≈ 1\n',
    '\ntrain sgd(lr = 0.1)\n',
    '\nimport "library.bp"\n',
    '\nz = ∂L/∂p\n',
    '\n',
  ],
];

export const textEdits: fc.Arbitrary<TextEdit[]> = fc.array(
  fc.record({
    kind: fc.nat(9),
    position: fc.nat(),
    length: fc.nat(12),
    text: fc.oneof(fc.constantFrom(...snippets), fc.string({ unit: 'binary', maxLength: 3 })),
  }),
  { minLength: 1, maxLength: 6 },
);

/** The text after an edit. */
export function applyTextEdit(text: string, { kind, position, length, text: inserted }: TextEdit): string {
  const offset = position % (text.length + 1);
  const replace = (from: number, to: number, replacement: string): string =>
    text.slice(0, from) + replacement + text.slice(to);
  const lines = text.split('\n');
  const line = position % lines.length;
  switch (kind) {
    case 0:
      return replace(offset, offset, inserted);
    case 1:
      return replace(offset, offset + length, '');
    case 2:
      return replace(offset, offset + length, inserted);
    case 3:
      return lines.toSpliced(line, 1).join('\n');
    case 4:
      return lines.toSpliced(line, 0, lines[(position + length) % lines.length]).join('\n');
    case 5:
      return lines.with(line, `# ${lines[line]}`).join('\n');
    case 6:
      return replaceWord(text, /\d/g, position, String(length % 10));
    case 7:
      return replaceWord(text, /\d/g, position, `${length % 10}$&`);
    case 8:
      return replaceWord(text, /\p{ID_Start}\p{ID_Continue}*/gu, position, 'p');
    default:
      return replace(offset, offset, text.slice(offset, offset + 40 * length));
  }
}

/** The text with one match of a pattern replaced. */
function replaceWord(text: string, pattern: RegExp, position: number, replacement: string): string {
  const found = [...text.matchAll(pattern)];
  const word = found[position % Math.max(1, found.length)];
  if (word === undefined) return text;
  return text.slice(0, word.index) + replacement.replace('$&', word[0]) + text.slice(word.index + word[0].length);
}
