/**
 * The ends of names and strings. Regular expressions that repeat a group use stack for every repetition, so they cannot
 * match lexemes of millions of characters; these functions can.
 */

/** Unicode allows `·` inside an identifier, but in a formula it means a product. */
const otherNameStartPattern = /\p{ID_Start}/uy;
/** A bounded number of characters, so that a match fits the stack. */
const otherNamePartsPattern = /(?:(?!·)\p{ID_Continue}){1,64}/uy;
const stringPartPattern = /[^"\\\r\n]*/y;

const asciiNameParts = Uint8Array.from({ length: 128 }, (_, code) => Number(/\w/.test(String.fromCharCode(code))));

/** The end of the name that starts at an offset; the offset itself if none does. */
export function nameEnd(text: string, offset: number): number {
  return isNameStart(text, offset) ? namePartsEnd(text, offset) : offset;
}

function isNameStart(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  if (code < 128) return asciiNameParts[code] === 1 && !isDigit(code);
  otherNameStartPattern.lastIndex = offset;
  return otherNameStartPattern.test(text);
}

/** The end of the characters from an offset on that may continue a name. */
function namePartsEnd(text: string, offset: number): number {
  let end = offset;
  for (;;) {
    while (asciiNameParts[text.charCodeAt(end)] === 1) end++;
    otherNamePartsPattern.lastIndex = end;
    if (!(text.charCodeAt(end) >= 128) || !otherNamePartsPattern.test(text)) return end;
    end = otherNamePartsPattern.lastIndex;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The end of the string whose opening quote is at an offset, and whether it is closed before the end of its line. */
export function stringEnd(text: string, offset: number): { readonly end: number; readonly isClosed: boolean } {
  let end = offset + 1;
  for (;;) {
    stringPartPattern.lastIndex = end;
    stringPartPattern.test(text);
    end = stringPartPattern.lastIndex;
    if (text[end] === '"') return { end: end + 1, isClosed: true };
    if (text[end] !== '\\' || end + 1 >= text.length || '\r\n'.includes(text[end + 1])) return { end, isClosed: false };
    end += 2;
  }
}
