/** Text that is shown as it is, though it may look like Markdown. */

/** An underscore inside a word stands for itself. */
const marks = /[\\`*[\]<|~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

export function plain(text: string): string {
  return text.replace(marks, '\\$&');
}

/** A whole line, which may also look like a heading, a quotation, a rule or an item of a list. */
export function plainLine(line: string): string {
  return plain(line).replace(/^(\s*\d*)([-+=#>.)])/, '$1\\$2');
}
