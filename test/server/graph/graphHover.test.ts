/** The hover of a node in the graph, over the connection. */

import { expect, test } from 'vitest';
import { watchGraphMethod } from '../../../protocol/panel/graph.ts';
import { graphHoverMethod, type PanelRequestResult } from '../../../protocol/panel/requests.ts';
import { startEditor } from '../../support/editor/editor.ts';

const uri = 'file:///models/hover.bp';

test('it is the hover of the editor, without the tables of a tensor', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'param W = [[1, 2], [3, 4], [5, 6], [7, 8]]\nh = W^2\nloss L = sum(h)');
  await editor.numbers(uri);
  await editor.connection.sendNotification(watchGraphMethod, {
    watched: { uri, collapseState: { isCollapsed: false, except: [] } },
  });
  const { markdown } = await editor.connection.sendRequest<PanelRequestResult<'hover'>>(graphHoverMethod, {
    uri,
    node: 'W',
  });
  const inEditor = (await editor.hover(uri, 'W = '))!;
  const tables = /\n\n\| \\?\[4, 2\\?\] [\s\S]*$/;
  expect(inEditor).toMatch(tables);
  expect(markdown).toBe(inEditor.replace(tables, ''));
  expect(markdown).toContain('upstream × local');
});
