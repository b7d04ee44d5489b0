/** Fenced `bp` code blocks in Markdown, found before the preview renders. */

/** The info string of a fence that holds a model. */
const modelInfo = /^\s*bp(?:[\s,:{]|$)/i;

const fencedBlock = /^([ \t>]*)(`{3,}|~{3,})([^\n`]*)\n([\s\S]*?)(?:^[ \t>]*\2[`~]*[ \t]*$|(?![\s\S]))/gm;

/** @param info the info string after the opening fence, beginning with the language. */
export function isModelFence(info: string): boolean {
  return modelInfo.test(info);
}

/** The text of each model without the block's indentation. A block that begins on a list marker's line is not found. */
export function modelsIn(markdown: string): readonly string[] {
  const blocks = markdown.replaceAll('\r\n', '\n').matchAll(fencedBlock);
  return Array.from(blocks).flatMap(([, indentation, , info, content]) =>
    isModelFence(info) ? [dedent(content, indentation)] : [],
  );
}

function dedent(content: string, indentation: string): string {
  const lines = content.split('\n');
  return lines
    .map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line.trimStart()))
    .join('\n');
}
