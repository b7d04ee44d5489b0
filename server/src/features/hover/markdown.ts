/** Texts in Markdown: as they are, though they may look like it, and as code. */

/** An underscore inside a word stands for itself. */
const specialCharacters = /[\\`*[\]<|~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

export function escapeMarkdown(text: string): string {
  return text.replace(specialCharacters, '\\$&');
}

/** A whole line, which may also look like a heading, a quotation, a rule or an item of a list. */
export function escapeMarkdownLine(line: string): string {
  return escapeMarkdown(line).replace(/^(\s*\d*)([-+=#>.)])/, '$1\\$2');
}

/** Source text in the colours of the language. */
export function codeBlock(source: string): string {
  return `\`\`\`bp\n${source}\n\`\`\``;
}
