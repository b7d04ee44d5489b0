/** Finds model blocks in a Markdown document, the same ones as its preview. */

import markdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import { isModelFence, modelsIn } from '../../../client/src/markdown/fences.ts';

const documents: readonly (readonly [string, string])[] = [
  ['a block', '# A\n\n```bp\nparam x = 1\n\nloss L = x^2\n```\n\nB\n'],
  ['several blocks', '```bp\na = 1\n```\n\n```python\nb = 2\n```\n\n```bp\nc = 3\n```\n'],
  ['capitals and attributes', '``` BP {.wide}\na = 1\n```\n\n```bp,ignore\nb = 2\n```\n'],
  ['a language with the same prefix', '```bpmn\n<a/>\n```\n\n```\nbp = 1\n```\n'],
  ['tildes', '~~~bp\na = "```"\n~~~\n'],
  ['longer fences', '````bp\n```\na = 1\n````\n'],
  ['a longer closing fence', '```bp\na = 1\n`````\n'],
  ['a list', '- A\n\n  ```bp\n  f = {\n    a = 1\n  }\n  ```\n'],
  ['a quotation', '> ```bp\n> a = 1\n> ```\n'],
  ['indentation', '  ```bp\n  a = 1\n b = 2\n  ```\n'],
  ['Windows line endings', 'A\r\n\r\n```bp\r\na = 1\r\nb = 2\r\n```\r\n'],
  ['an unclosed block', 'A\n\n```bp\na = 1\n'],
  ['an empty block', '```bp\n```\n'],
  ['a block inside another one', '````markdown\n```bp\na = 1\n```\n````\n'],
  ['no block', '`bp` and ```bp``` in a sentence\n'],
];

test.each(documents)('the preview and modelsIn find the same models: %s', (_name, text) => {
  const fences = markdownIt()
    .parse(text, {})
    .filter(({ type, info }) => type === 'fence' && isModelFence(info));
  expect(modelsIn(text)).toEqual(fences.map(({ content }) => content));
});
