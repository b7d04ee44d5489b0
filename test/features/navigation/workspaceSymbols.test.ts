/** Workspace symbols: marks surround the names that a query finds. */

import { expect, test } from 'vitest';
import { workspaceSymbolsFor } from '../../../server/src/features/navigation/workspaceSymbols.ts';
import { markedFiles, modelFiles } from '../../support/fixtures/modelFiles.ts';

const fixtures: readonly (readonly [query: string, fixture: string])[] = [
  [
    '',
    `
--- layers.bp
const «half» = 1 / 2
fn «scaled»(x, by) {
  a = x * by
  return a * half
}
--- model.bp
import "layers.bp"
param «w» = 0.5
«y» = scaled(2, by = w)$0
loss «L» = y^2
expect L ≈ 0.25`,
  ],
  [
    'SLD',
    `
--- layers.bp
fn «scaled»(x) = 2 * x
shift = 1
--- model.bp
import "layers.bp"
y$0 = scaled(1)
«sold» = 2`,
  ],
  ['θ', 'param «θ_1» = 1\nparam t = 2\nloss L = (θ_1 - t)^2$0'],
  ['nobody', 'param «x» = 1$0'.replace(/[«»]/g, '')],
];

test.each(fixtures)('the query %j finds the marked names', (query, fixture) => {
  const workspace = modelFiles(fixture);
  const symbols = workspaceSymbolsFor(query, workspace.files);
  const marked = markedFiles(workspace, ({ uri }) =>
    symbols.flatMap(({ location }) => (location.uri === uri && 'range' in location ? [location.range] : [])),
  );
  expect(marked).toBe(fixture.replace(/^\n--- .*\n/, (first) => first.slice(1)).replace(/^\n/, ''));
});
