/** Rewrites the layout of a text at random: spaces, line breaks in brackets, comments and blank lines. */

import { scan, type TokenKind } from '../../../server/src/language/syntax/scanner.ts';

const betweenTokens = ['', '', ' ', ' ', '  ', '\t', '\u00a0 ', '   '];
const inBrackets = [
  ...betweenTokens,
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

/** @param choices select what separates two tokens, repeated in turn; 0 keeps the separator. */
export function reformatText(text: string, choices: readonly number[]): string {
  const tokens = scan(text);
  let result = '';
  let depth = 0;
  let end = 0;
  let nextChoice = 0;
  for (let index = 0; tokens.kind(index) !== 'end'; index++) {
    const kind = tokens.kind(index);
    const choice = choices[nextChoice++ % choices.length];
    const separator = text.slice(end, tokens.start(index));
    const separators = kind === 'newline' ? betweenLines : depth > 0 ? inBrackets : betweenTokens;
    // Comments are kept, and separators that keep tokens apart are not removed.
    const isKept =
      choice === 0 || separator.includes('#') || (separator !== '' && separators[choice % separators.length] === '');
    if (kind === 'newline') result += isKept ? separator + tokens.text(index) : separators[choice % separators.length];
    else result += (isKept ? separator : separators[choice % separators.length]) + tokens.text(index);
    if (openers.includes(kind)) depth++;
    if (closers.includes(kind)) depth--;
    end = tokens.end(index);
  }
  return result + text.slice(end);
}
