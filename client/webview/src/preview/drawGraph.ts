/** Draws the graph that an element of a Markdown preview has as its data, as the panel draws it, in the colours of the theme. */

import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { blockGraph } from '../../../../server/src/protocol/block.ts';
import { arrived, type Described, type Schema } from '../../../../server/src/protocol/panel/schema.ts';
import canvas from '../canvas/canvas.css' with { type: 'text' };
import { nothingLit } from '../canvas/highlightClass.ts';
import nodes from '../canvas/nodes/nodes.css' with { type: 'text' };
import wires from '../canvas/wires/wires.css' with { type: 'text' };
import { svgOf } from '../export/graphSvg.ts';
import { withPageStyle } from '../export/pageStyle.ts';
import { placementOf } from '../layout/placement.ts';
import numbers from '../numbers.css' with { type: 'text' };
import picture from './picture.css' with { type: 'text' };

/** The classes of the canvas have short names, which mean something else to others in the preview: they count in the graph alone. */
const style = new CSSStyleSheet();
style.replaceSync([numbers, canvas, nodes, wires, picture].join('\n'));

const translations = v.record(v.string(), v.string());

/** What stands in the page is from a document: what is no graph of ours is not drawn. */
export function drawGraph(host: HTMLElement): void {
  const graph = read(blockGraph, host.dataset.graph);
  if (graph === undefined) return;
  const contents = read(translations, host.dataset.translations);
  if (contents) l10n.config({ contents });
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [style];
  const theme = document.createElement('div');
  theme.className = document.body.className;
  root.replaceChildren(theme);
  const drawing = {
    ...graph,
    name: l10n.t('the model above'),
    placement: placementOf(graph.structure),
    lit: nothingLit,
    isStale: false,
  };
  const { text, width } = withPageStyle((pageStyle) => svgOf(drawing, pageStyle), theme);
  theme.style.setProperty('--width', `${width}px`);
  theme.replaceChildren(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement);
}

function read<const Of extends Schema>(schema: Of, json: string | undefined): Described<Of> | undefined {
  if (json === undefined) return undefined;
  try {
    return arrived(schema, JSON.parse(json));
  } catch {
    return undefined;
  }
}
