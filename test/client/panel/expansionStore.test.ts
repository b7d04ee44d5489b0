/** What is folded in the files that the panel shows, group by group. */
import { expect, test } from 'vitest';
import { ExpansionStore } from '../../../client/src/panel/expansionStore.ts';

const file = 'file:///model.bp';

test('the server decides about a file that is shown for the first time', () => {
  const foldings = new ExpansionStore();
  expect(foldings.get(file)).toEqual({ isFolded: null, except: [] });
  foldings.confirm(file, { isFolded: false, except: [] });
  foldings.confirm(file, { isFolded: true, except: ['a'] });
  expect(foldings.get(file)).toEqual({ isFolded: true, except: ['a'] });
});

test('a group is folded and unfolded by turns', () => {
  const foldings = new ExpansionStore();
  foldings.confirm(file, { isFolded: true, except: ['a'] });
  foldings.toggle(file, 'b');
  expect(foldings.get(file)).toEqual({ isFolded: true, except: ['a', 'b'] });
  foldings.toggle(file, 'a');
  expect(foldings.get(file)).toEqual({ isFolded: true, except: ['b'] });
});

test('groups that are folded faster than they are drawn are all folded', () => {
  const foldings = new ExpansionStore();
  foldings.confirm(file, { isFolded: false, except: [] });
  foldings.toggle(file, 'a');
  foldings.confirm(file, { isFolded: false, except: [] });
  foldings.toggle(file, 'b');
  foldings.confirm(file, { isFolded: false, except: ['a'] });
  expect(foldings.get(file)).toEqual({ isFolded: false, except: ['a', 'b'] });
  foldings.confirm(file, { isFolded: false, except: ['a', 'b'] });
  foldings.confirm(file, { isFolded: true, except: [] });
  expect(foldings.get(file)).toEqual({ isFolded: true, except: [] });
});

test('a file that is renamed keeps what is folded', () => {
  const foldings = new ExpansionStore();
  const folding = { isFolded: false, except: ['a'] };
  foldings.set(file, folding);
  foldings.rename((uri) => uri.replace('model', 'lesson'));
  expect(foldings.get('file:///lesson.bp')).toEqual(folding);
  expect(foldings.get(file).isFolded).toBeNull();
});
