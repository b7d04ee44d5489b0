/** Finds model blocks in a Markdown document, the same ones as its preview. */

import markdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import { isModelFence, modelsIn } from '../../../client/src/markdown/fences.ts';

const documents: readonly (readonly [string, string])[] = [
  ['a block', '# A\n\n```bp\nparam x = 1\n\nloss L = x^2\n```\n\nB\n'],
  ['several', '```bp\na = 1\n```\n\n```python\nb = 2\n```\n\n```bp\nc = 3\n```\n'],
  ['in capitals, with more behind', '``` BP {.wide}\na = 1\n```\n\n```bp,ignore\nb = 2\n```\n'],
  ['another language that begins alike', '```bpmn\n<a/>\n```\n\n```\nbp = 1\n```\n'],
  ['tildes', '~~~bp\na = "```"\n~~~\n'],
  ['longer fences', '````bp\n```\na = 1\n````\n'],
  ['longer at the end', '```bp\na = 1\n`````\n'],
  ['in a list', '- A\n\n  ```bp\n  f = {\n    a = 1\n  }\n  ```\n'],
  ['in a quotation', '> ```bp\n> a = 1\n> ```\n'],
  ['indented', '  ```bp\n  a = 1\n b = 2\n  ```\n'],
  ['with the ends of lines of Windows', 'A\r\n\r\n```bp\r\na = 1\r\nb = 2\r\n```\r\n'],
  ['without an end', 'A\n\n```bp\na = 1\n'],
  ['empty', '```bp\n```\n'],
  ['within another one', '````markdown\n```bp\na = 1\n```\n````\n'],
  ['none', '`bp` and ```bp``` in a sentence\n'],
];

test.each(documents)('%s', (_name, text) => {
  const fences = markdownIt()
    .parse(text, {})
    .filter(({ type, info }) => type === 'fence' && isModelFence(info));
  expect(modelsIn(text)).toEqual(fences.map(({ content }) => content));
});
