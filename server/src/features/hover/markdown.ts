/** Texts in Markdown: as they are, though they may look like it, and as code. */

/** An underscore inside a word stands for itself. */
const marks = /[\\`*[\]<|~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

export function plain(text: string): string {
  return text.replace(marks, '\\$&');
}

/** A whole line, which may also look like a heading, a quotation, a rule or an item of a list. */
export function plainLine(line: string): string {
  return plain(line).replace(/^(\s*\d*)([-+=#>.)])/, '$1\\$2');
}

/** Source text in the colours of the language. */
export function inCode(source: string): string {
  return `\`\`\`bp\n${source}\n\`\`\``;
}
