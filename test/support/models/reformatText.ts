/** The same text in a careless form: blanks anywhere or nowhere, lines broken in brackets, comments and empty lines in between. */

import { scan, type TokenKind } from '../../../server/src/language/syntax/scan.ts';

const inLine = ['', '', ' ', ' ', '  ', '\t', '\u00a0 ', '   '];
const inBrackets = [
  ...inLine,
  '\n',
  '\n ',
  '\n    ',
  '\n\t\n  ',
  ' # here\n  ',
  '# here  \n\n\n',
  '\n# above\n    ',
  '\n  # above \n# again\n\t',
];
const betweenLines = [
  '\n',
  '\n',
  '\n\n\n',
  '  \n',
  ' # behind\n',
  '# behind\t\n\n',
  '\n   # above\n',
  '\n# above\n\n\n  # again\n',
  '\n  ',
];
const openers: readonly TokenKind[] = ['(', '[', '{'];
const closers: readonly TokenKind[] = [')', ']', '}'];

/** @param dials choose what stands between two tokens, over and over; 0 leaves it as it is. */
export function mangled(text: string, dials: readonly number[]): string {
  const tokens = scan(text);
  let result = '';
  let depth = 0;
  let end = 0;
  let turn = 0;
  for (let at = 0; tokens.kind(at) !== 'end'; at++) {
    const kind = tokens.kind(at);
    const dial = dials[turn++ % dials.length];
    const given = text.slice(end, tokens.start(at));
    const choices = kind === 'newline' ? betweenLines : depth > 0 ? inBrackets : inLine;
    // A comment, or a name that another one touches, stays as it is.
    const isKept = dial === 0 || given.includes('#') || (given !== '' && choices[dial % choices.length] === '');
    if (kind === 'newline') result += isKept ? given + tokens.text(at) : choices[dial % choices.length];
    else result += (isKept ? given : choices[dial % choices.length]) + tokens.text(at);
    if (openers.includes(kind)) depth++;
    if (closers.includes(kind)) depth--;
    end = tokens.end(at);
  }
  return result + text.slice(end);
}
