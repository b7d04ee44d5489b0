/** Document links: marks surround each path to a readable file. */

import { expect, test } from 'vitest';
import { linksIn } from '../../../server/src/features/navigation/documentLinks.ts';
import { toOffsetRange } from '../../../server/src/features/support/positions.ts';
import { emptyContext } from '../../../server/src/language/lowering/context.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { mark, parseMarked } from '../../support/fixtures/markedText.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';

const fixtures: Record<string, string> = {
  'an import': 'import «"layers.bp"»\ny = 1',
  'data statements, with and without columns':
    'data X = csv(«"my samples.csv"», columns = ["a"])\ndata t = csv(«"표본.csv"»)',
  'a file with missing and forbidden paths': 'import "no.bp"\nimport "../secret.bp"\nimport «"layers.bp"»',
  'a file with a string that is not a path': 'loss L = mse(1, 2, reduction = "mean")',
  'a file with an incomplete statement': 'import «"layers.bp"»\ndata X = csv(',
  'a file with Windows line endings': 'import «"layers.bp"»\r\ndata ŷ = csv(«"표본.csv"»)\r\n',
};

const inFolder = filesOf({ 'layers.bp': 'half = 0.5', 'my samples.csv': 'a,b\n1,2\n', '표본.csv': 'a\n1\n' });
const readable = { uriAt: (_: string, path: string) => (path.startsWith('../') ? undefined : `file:///w/${path}`) };

test.each(Object.entries(fixtures))('readable paths are linked in %s', (_, fixture) => {
  const { text } = parseMarked(fixture);
  const snapshot = analyze(text, 0, { ...emptyContext, files: inFolder });
  const links = linksIn({ uri: 'file:///w/model.bp', snapshot }, readable);
  const ranges = links.map(({ range }) => toOffsetRange(snapshot, range));
  expect(mark({ text, offset: -1 }, ranges)).toBe(fixture);
  for (const [i, { target }] of links.entries()) {
    expect(target).toBe(`file:///w/${text.slice(ranges[i].start + 1, ranges[i].end - 1)}`);
  }
});
