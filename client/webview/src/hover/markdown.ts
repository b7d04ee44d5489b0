/** The Markdown of a hover as HTML. Any HTML in it is shown as text. */

import MarkdownIt from 'markdown-it';

const renderer = new MarkdownIt({ html: false, linkify: false }).disable(['image', 'link', 'autolink']);

// The policy of the page lets in no style that stands in the HTML, so a class says how a column is aligned.
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
