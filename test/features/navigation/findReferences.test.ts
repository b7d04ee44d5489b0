/** Find references: the cursor is on a name, and marks surround every reference to it. */

import { describe, expect, test } from 'vitest';
import { filesThatMayReference, locationsIn } from '../../../server/src/features/navigation/findReferences.ts';
import { referencesIn } from '../../../server/src/language/names/references/references.ts';
import { symbolKeyOf } from '../../../server/src/language/names/references/symbolKeys.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';
import { markedFiles, modelFiles } from '../../support/fixtures/modelFiles.ts';

const fixtures: Record<string, string> = {
  'a node, but not for equal names in other files': `
--- other.bp
h = 1
loss L = h
--- model.bp
«h» = 2
loss L = «$0h»^2`,

  'a function, from its definition': `
--- layers.bp
fn «scaled»(x, by = 2) = x * by
y = «sca$0led»(1)
--- model.bp
import "layers.bp"
fn twice(x) = «scaled»(x, by = 2)
y = twice(«scaled»(3))`,

  'a function, from an importing file': `
--- layers.bp
fn «scaled»(x, by = 2) = x * by
--- more.bp
import "layers.bp"
fn more(x) = «scaled»(x) + 1
--- model.bp
import "more.bp"
import "layers.bp"
y = more(«scaled$0»(3))`,

  'a function that shadows an imported one': `
--- layers.bp
fn scaled(x) = 2 * x
--- model.bp
import "layers.bp"
a = scaled(1)
fn «scaled»(x) = 3 * x
b = «$0scaled»(2)`,

  'a parameter, by keyword in another file': `
--- layers.bp
fn scaled(x, «by» = 2) = x * «by»
--- model.bp
import "layers.bp"
by = 3
y = scaled(by, «$0by» = by)`,

  'a const': `
--- consts.bp
const «rate$0» = 0.1
--- model.bp
import "consts.bp"
param x = 2
loss L = x * «rate»
train sgd(lr = «rate»)`,

  'a param of a function, by member in another file': `
--- layers.bp
fn layer(x) {
  param «W»[2, 2] ~ zeros()
  return x @ «W»
}
--- model.bp
import "layers.bp"
h = layer([[1, 2]])
loss L = sum(h) + sum(h.«$0W»)`,
};

describe('references', () => {
  test.each(Object.entries(fixtures))('are found for %s', async (_, fixture) => {
    const workspace = modelFiles(fixture.slice(1));
    const { file, offset, services } = workspace;
    const { symbol: named } = referencesIn(file.module).at(offset)!;
    const { files } = await filesThatMayReference(named, file, services.models);
    expectUnchanged(fixture, () =>
      markedFiles(workspace, (other) => {
        const locations = files.includes(other) ? locationsIn(other, symbolKeyOf(named, file.path), true) : [];
        return locations.map(({ range }) => range);
      }),
    );
  });
});

test('the definition is excluded on request', () => {
  const { file, offset } = modelFiles('a = 1\nb = $0a + a');
  const { symbol: named } = referencesIn(file.module).at(offset)!;
  const key = symbolKeyOf(named, file.path);
  expect(locationsIn(file, key, false).map(({ range }) => range.start)).toEqual([
    { line: 1, character: 4 },
    { line: 1, character: 8 },
  ]);
});
