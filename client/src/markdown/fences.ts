/** The blocks of code in Markdown that are models, found ahead of the preview, which finds them itself when it renders. */

/** How a fence goes on that says that its block is a model. */
const modelInfo = /^\s*bp(?:[\s,:{]|$)/i;

const fencedBlock = /^([ \t>]*)(`{3,}|~{3,})([^\n`]*)\n([\s\S]*?)(?:^[ \t>]*\2[`~]*[ \t]*$|(?![\s\S]))/gm;

/** @param info what stands behind the fence that opens a block: of what language it is, first of all. */
export function isModelFence(info: string): boolean {
  return modelInfo.test(info);
}

/** What each model says, without what the whole block is indented by. One at the marker of a list is overlooked. */
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
