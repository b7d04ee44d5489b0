/** What is folded in the files that the panel shows, group by group. */
import { expect, test } from 'vitest';
import { Foldings } from '../../client/src/panel/expansion.ts';

const file = 'file:///model.bp';

test('the server decides about a file that is shown for the first time', () => {
  const foldings = new Foldings();
  expect(foldings.of(file)).toEqual({ isFolded: null, except: [] });
  foldings.drawn(file, { isFolded: false, except: [] });
  foldings.drawn(file, { isFolded: true, except: ['a'] });
  expect(foldings.of(file)).toEqual({ isFolded: true, except: ['a'] });
});

test('a group is folded and unfolded by turns', () => {
  const foldings = new Foldings();
  foldings.drawn(file, { isFolded: true, except: ['a'] });
  foldings.toggle(file, 'b');
  expect(foldings.of(file)).toEqual({ isFolded: true, except: ['a', 'b'] });
  foldings.toggle(file, 'a');
  expect(foldings.of(file)).toEqual({ isFolded: true, except: ['b'] });
});

test('groups that are folded faster than they are drawn are all folded', () => {
  const foldings = new Foldings();
  foldings.drawn(file, { isFolded: false, except: [] });
  foldings.toggle(file, 'a');
  foldings.drawn(file, { isFolded: false, except: [] });
  foldings.toggle(file, 'b');
  foldings.drawn(file, { isFolded: false, except: ['a'] });
  expect(foldings.of(file)).toEqual({ isFolded: false, except: ['a', 'b'] });
  foldings.drawn(file, { isFolded: false, except: ['a', 'b'] });
  foldings.drawn(file, { isFolded: true, except: [] });
  expect(foldings.of(file)).toEqual({ isFolded: true, except: [] });
});

test('a file that is renamed keeps what is folded', () => {
  const foldings = new Foldings();
  const folding = { isFolded: false, except: ['a'] };
  foldings.keep(file, folding);
  foldings.rename((uri) => uri.replace('model', 'lesson'));
  expect(foldings.of('file:///lesson.bp')).toEqual(folding);
  expect(foldings.of(file).isFolded).toBeNull();
});
