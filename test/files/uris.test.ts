/** URIs of files: the name that users read. */
import { expect, test } from 'vitest';
import { fileNameOf } from '../../server/src/files/uris.ts';

test.each([
  ['file:///w/my%20model.bp', 'my model.bp'],
  ['file:///w/a:b.bp', 'a:b.bp'],
  ['file:///w/%zz.bp', '%zz.bp'],
  ['untitled:Untitled-1', 'Untitled-1'],
  ['untitled:/w/new.bp', 'new.bp'],
  ['no URI', 'no URI'],
])('the file of %j is named %j', (uri, name) => expect(fileNameOf(uri)).toBe(name));
