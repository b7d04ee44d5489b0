/** The server's locale: translations from the client or from its own files. */

import { expect, test } from 'vitest';
import { type Editor, startEditor } from '../support/editor/editor.ts';
import { until } from '../support/workers/until.ts';

const uri = 'file:///models/lesson.bp';

const lesson = `
param x = -2
f = x * 3
loss L = (10 - f)^2
`;

test.each(['ko', 'ko-KR', 'ko_KR.UTF-8'])('the server speaks Korean with the locale %s', async (locale) => {
  const editor = await startEditor({ locale });
  await editor.open(uri, lesson);
  await editor.numbers(uri);
  expect(await editor.lenses(uri)).toContain('3: SGD 한 단계');
  expect(await editor.hover(uri, 'f = ')).toContain('각 인수의 기울기는 상류 기울기에 다른 인수를 곱한 값입니다');
  await editor.replace(uri, '10', 'y');
  expect(await messagesOf(editor)).toEqual(["'y'이(가) 정의되지 않았습니다"]);
});

test.each(['en', 'en-GB', 'xx', ''])('the server speaks English with the locale "%s"', async (locale) => {
  const editor = await startEditor({ locale });
  await editor.open(uri, lesson);
  await editor.numbers(uri);
  expect(await editor.lenses(uri)).toContain('3: SGD step');
});

test("the client's translations take precedence over the server's", async () => {
  const editor = await startEditor({ locale: 'ko', translations: { '{0} step': 'pas de {0}' } });
  await editor.open(uri, lesson);
  await editor.numbers(uri);
  expect(await editor.lenses(uri)).toContain('3: pas de SGD');
});

/** The messages of the problems of the current text. */
async function messagesOf(editor: Editor): Promise<readonly unknown[]> {
  const version = editor.version(uri);
  const { diagnostics } = await until(() => editor.published.findLast((published) => published.version === version));
  return diagnostics.map(({ message }) => message);
}
