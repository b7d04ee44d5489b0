/** The collapsed groups of each file in the panel. */
import { expect, test } from 'vitest';
import { CollapseStore } from '../../../client/src/panel/collapseStore.ts';

const file = 'file:///model.bp';

test('the server chooses the initial collapse state of a file', () => {
  const collapseStore = new CollapseStore();
  expect(collapseStore.get(file)).toEqual({ isCollapsed: null, except: [] });
  collapseStore.confirm(file, { isCollapsed: false, except: [] });
  collapseStore.confirm(file, { isCollapsed: true, except: ['a'] });
  expect(collapseStore.get(file)).toEqual({ isCollapsed: true, except: ['a'] });
});

test('toggling collapses an expanded group and expands a collapsed one', () => {
  const collapseStore = new CollapseStore();
  collapseStore.confirm(file, { isCollapsed: true, except: ['a'] });
  collapseStore.toggle(file, 'b');
  expect(collapseStore.get(file)).toEqual({ isCollapsed: true, except: ['a', 'b'] });
  collapseStore.toggle(file, 'a');
  expect(collapseStore.get(file)).toEqual({ isCollapsed: true, except: ['b'] });
});

test('quick toggles all apply, even before the panel confirms them', () => {
  const collapseStore = new CollapseStore();
  collapseStore.confirm(file, { isCollapsed: false, except: [] });
  collapseStore.toggle(file, 'a');
  collapseStore.confirm(file, { isCollapsed: false, except: [] });
  collapseStore.toggle(file, 'b');
  collapseStore.confirm(file, { isCollapsed: false, except: ['a'] });
  expect(collapseStore.get(file)).toEqual({ isCollapsed: false, except: ['a', 'b'] });
  collapseStore.confirm(file, { isCollapsed: false, except: ['a', 'b'] });
  collapseStore.confirm(file, { isCollapsed: true, except: [] });
  expect(collapseStore.get(file)).toEqual({ isCollapsed: true, except: [] });
});

test('a renamed file keeps its collapsed groups', () => {
  const collapseStore = new CollapseStore();
  const collapseState = { isCollapsed: false, except: ['a'] };
  collapseStore.set(file, collapseState);
  collapseStore.rename((uri) => uri.replace('model', 'lesson'));
  expect(collapseStore.get('file:///lesson.bp')).toEqual(collapseState);
  expect(collapseStore.get(file).isCollapsed).toBeNull();
});
