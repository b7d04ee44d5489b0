/** Go to definition: the cursor is on a name, and marks surround its definition. */

import { describe, expect, test } from 'vitest';
import { definitionAt } from '../../../server/src/features/navigation/definition.ts';
import { analyze, type Snapshot } from '../../../server/src/snapshot/snapshot.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';
import { markedFiles, modelFiles } from '../../support/fixtures/modelFiles.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';

/** The link from the cursor of a fixture, and the fixture without marks. */
function follow(fixture: string) {
  const { files, file, offset, services } = modelFiles(fixture);
  const texts = Object.fromEntries(files.map(({ path, module }) => [path, module.text]));
  const context = { files: filesOf(texts), learnedParams: new Map() };
  const snapshot: Snapshot = analyze(file.module.text, 0, context);
  return { files, file, offset, link: definitionAt({ uri: file.path, snapshot }, offset, services.files) };
}

const fixtures: Record<string, string> = {
  'a use': `
param «x» = 2
loss L = $0x^2`,

  'the definition itself': `
param «x$0» = 2
loss L = x^2`,

  'the end of a name, right before an operator': `
param «x» = 2
loss L = x$0^2`,

  'a function': `
fn «f»(x) = x
y = f$0(2)`,

  'a keyword argument': `
fn f(x, «by» = 2) = x * by
y = f(2, b$0y = 3)`,

  'a name in a function body': `
fn f(x) {
  «a» = x^2
  return $0a
}`,

  'a member, in the function that creates it': `
fn layer(x) {
  param «W» = 1
  return x * W
}
h = layer(2)
loss L = h * h.W$0`,

  'a name from another file': `
--- layers.bp
# Twice as much.
fn «doubled»(x) = 2 * x
--- model.bp
import "layers.bp"
y = doub$0led(3)`,
};

describe('the definition', () => {
  test.each(Object.entries(fixtures))('is found from %s', (_, fixture) => {
    expectUnchanged(fixture, (input) => {
      const { link, ...followed } = follow(input);
      const { targetUri, targetSelectionRange } = link!;
      return markedFiles(followed, ({ path }) => (targetUri === path ? [targetSelectionRange] : []));
    });
  });

  test.each([
    'y = re$0lu(2)',
    'y = $0dense([[1]], 2)',
    'y = 1 $0+ 2',
    'y = $012',
    '$0param x = 2',
    '# x$0\nx = 2',
    'train s$0gd(lr = 0.1)',
    'y = missing$0',
    'import "missi$0ng.bp"',
    '$0',
  ])('is missing for %s', (fixture) => {
    expect(follow(fixture).link).toBeUndefined();
  });

  test('leads from an import to its file', () => {
    const { link } = follow('--- layers.bp\nfn f(x) = x\n--- model.bp\nimport "lay$0ers.bp"');
    const start = { line: 0, character: 0 };
    expect(link).toMatchObject({
      originSelectionRange: { start: { line: 0, character: 7 }, end: { line: 0, character: 18 } },
      targetUri: 'layers.bp',
      targetSelectionRange: { start, end: start },
    });
  });
});
