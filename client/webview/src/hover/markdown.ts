/** The Markdown of a hover as HTML. Any HTML in it is shown as text. */

import MarkdownIt from 'markdown-it';

const renderer = new MarkdownIt({ html: false, linkify: false }).disable(['image', 'link', 'autolink']);

export function htmlOf(markdown: string): string {
  return renderer.render(markdown);
}
