/** A hover's Markdown as HTML. Raw HTML is shown as text. */

import MarkdownIt from 'markdown-it';

const renderer = new MarkdownIt({ html: false, linkify: false }).disable(['image', 'link', 'autolink']);

// The content security policy forbids inline styles, so a class sets the alignment of a column.
for (const rule of ['th_open', 'td_open']) {
  renderer.renderer.rules[rule] = (tokens, index, options, _env, tokenRenderer) => {
    const token = tokens[index]!;
    const style = token.attrGet('style');
    if (style !== null) token.attrs = [['class', `align-${String(style).slice('text-align:'.length)}`]];
    return tokenRenderer.renderToken(tokens, index, options);
  };
}

export function renderMarkdown(markdown: string): string {
  return renderer.render(markdown);
}
