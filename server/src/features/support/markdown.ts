/** Escaping of plain text and formatting of code in Markdown. */

/** An underscore inside a word needs no escape. */
const specialCharacters = /[\\`*[\]<|~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

export function escapeMarkdown(text: string): string {
  return text.replace(specialCharacters, '\\$&');
}

/** Escapes a whole line, which could also start a heading, a quotation, a rule or a list item. */
export function escapeMarkdownLine(line: string): string {
  return escapeMarkdown(line).replace(/^(\s*\d*)([-+=#>.)])/, '$1\\$2');
}

/** Escapes the description of an image, in which VS Code does not read backslashes, by entities. */
export function escapeImageText(text: string): string {
  return text.replace(/[\\`*_[\]<>&|~"!\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A code block, which the client highlights as source. */
export function codeBlock(source: string): string {
  return `\`\`\`bp\n${source}\n\`\`\``;
}
