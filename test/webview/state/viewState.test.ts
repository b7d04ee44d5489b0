/** The panel's state, message by message. */
import { describe, expect, test } from 'vitest';
import type { ViewAction } from '../../../client/webview/src/state/actions.ts';
import { reducePanel, restoredPanel } from '../../../client/webview/src/state/panel.ts';
import { initialView, reduceView, type ViewState, viewportOf } from '../../../client/webview/src/state/viewState.ts';
import { storedPanelState } from '../../../protocol/panel/messages.ts';
import { validate } from '../../../protocol/shared/schema.ts';
import { graphOf, structureOf } from '../graphs.ts';
import { pushOf } from '../training/pushes.ts';

const file = {
  kind: 'file',
  uri: 'file:///lesson.bp',
  name: 'lesson.bp',
  isPinned: false,
  isOpen: true,
  collapseState: { isCollapsed: null, except: [] },
} as const;

function after(...actions: readonly ViewAction[]): ViewState {
  return actions.reduce(reduceView, initialView);
}

describe('a pushed graph', () => {
  const structure = structureOf(['x', 'q'], [[0, 1]]);
  const first = graphOf(structure, { structureVersion: 1, objectiveText: '4' });

  test('is shown with its structure', () => {
    const { graph } = after(file, { kind: 'graph', graph: first });
    expect(graph?.structure).toBe(structure);
    expect(graph?.objectiveText).toBe('4');
  });

  test('keeps the previous structure if it has only numbers', () => {
    const numbersAlone = { ...first, structure: null, objectiveText: '5' };
    const { graph } = after(file, { kind: 'graph', graph: first }, { kind: 'graph', graph: numbersAlone });
    expect(graph?.structure).toBe(structure);
    expect(graph?.objectiveText).toBe('5');
  });

  test('is ignored if its numbers are for another structure', () => {
    const shown = after(file, { kind: 'graph', graph: first });
    const others = { ...first, structure: null, structureVersion: 2, objectiveText: '5' };
    expect(reduceView(shown, { kind: 'graph', graph: others })).toBe(shown);
  });

  test('is not shown if it is of another file', () => {
    expect(after(file, { kind: 'graph', graph: { ...first, uri: 'file:///other.bp' } }).graph).toBeUndefined();
  });

  test('disappears when another file is shown, but stays when its file is pinned', () => {
    const pinned = after(file, { kind: 'graph', graph: first }, { ...file, isPinned: true });
    expect(pinned.graph?.structure).toBe(structure);
    expect(pinned.file?.isPinned).toBe(true);
    expect(reduceView(pinned, { ...file, uri: 'file:///other.bp' }).graph).toBeUndefined();
  });

  test('clears the hovered node if the structure is new, as its index is outdated', () => {
    const pointed = after(file, { kind: 'graph', graph: first }, { kind: 'hover', nodeIndex: 1 });
    expect(pointed.hoveredNode).toBe(1);
    expect(
      reduceView(pointed, { kind: 'graph', graph: { ...first, structureVersion: 2 } }).hoveredNode,
    ).toBeUndefined();
    expect(reduceView(pointed, { kind: 'graph', graph: { ...first, structure: null } }).hoveredNode).toBe(1);
  });
});

const viewport = { x: -40, y: 12.5, zoom: 0.8 };
const stored = {
  uri: file.uri,
  isPinned: false,
  collapseState: file.collapseState,
  isList: false,
  hiddenLabels: ['shape'],
  viewport,
} as const;

describe('the viewport', () => {
  test('applies to the file in which it was moved', () => {
    const moved = after(file, { kind: 'viewport', viewport });
    expect(viewportOf(moved)).toEqual(viewport);
    const other = reduceView(moved, { ...file, uri: 'file:///other.bp' });
    expect(viewportOf(other)).toBeNull();
    expect(viewportOf(reduceView(other, file))).toEqual(viewport);
    expect(viewportOf(reduceView(moved, { kind: 'viewport', viewport: null }))).toBeNull();
  });

  test('is restored', () => {
    const { view } = restoredPanel(stored);
    expect(viewportOf(view)).toBeNull();
    expect(viewportOf(reduceView(view, file))).toEqual(viewport);
    expect(viewportOf(reduceView(view, { ...file, uri: 'file:///other.bp' }))).toBeNull();
  });
});

describe('a label', () => {
  test('is hidden and shown again', () => {
    const hidden = after(file, { kind: 'toggleLabel', label: 'gradient' });
    expect(hidden.hiddenLabels).toEqual(['gradient']);
    expect(reduceView(hidden, { kind: 'toggleLabel', label: 'gradient' }).hiddenLabels).toEqual([]);
  });

  test('stays hidden in another file, and when the panel is restored', () => {
    const hidden = after(file, { kind: 'toggleLabel', label: 'shape' });
    expect(reduceView(hidden, { ...file, uri: 'file:///other.bp' }).hiddenLabels).toEqual(['shape']);
    expect(restoredPanel(stored).view.hiddenLabels).toEqual(['shape']);
    const { hiddenLabels, ...old } = stored;
    expect(validate(storedPanelState, old)).toEqual({ ...old, hiddenLabels: [] });
  });
});

test('unrelated messages return the same state, so that nothing renders', () => {
  const state = [file].reduce(reducePanel, restoredPanel(undefined));
  expect(reducePanel(state, { kind: 'training', update: pushOf() })).toBe(state);
  const graph = graphOf(structureOf(['x', 'q'], [[0, 1]]));
  const shown = reducePanel(state, { kind: 'graph', graph });
  expect(reducePanel(shown, { kind: 'graph', graph: { ...graph, structure: null } }).scrub).toBe(shown.scrub);
});
