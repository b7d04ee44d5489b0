/** Draws the graph embedded in a Markdown preview element, as the panel does, in the theme's colors. */

import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { embeddedGraph } from '../../../../protocol/markdown/embeddedModel.ts';
import { type Output, type Schema, validate } from '../../../../protocol/shared/schema.ts';
import canvas from '../canvas/canvas.css' with { type: 'text' };
import { noHighlight } from '../canvas/highlight.ts';
import nodes from '../canvas/nodes/nodes.css' with { type: 'text' };
import wires from '../canvas/wires/wires.css' with { type: 'text' };
import { renderSvg } from '../export/graphSvg.ts';
import { withPageStyles } from '../export/pageStyle.ts';
import { layOutGraph } from '../layout/layOutGraph.ts';
import numbers from '../numbers.css' with { type: 'text' };
import picture from './picture.css' with { type: 'text' };

/** A shadow root scopes the canvas's short class names to the graph. */
const styleSheet = new CSSStyleSheet();
styleSheet.replaceSync([numbers, canvas, nodes, wires, picture].join('\n'));

const translations = v.record(v.string(), v.string());

/** The data comes from a document, so it is validated. */
export function drawGraph(element: HTMLElement): void {
  const graph = parseData(embeddedGraph, element.dataset.graph);
  if (graph === undefined) return;
  const contents = parseData(translations, element.dataset.translations);
  if (contents) l10n.config({ contents });
  const shadowRoot = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  shadowRoot.adoptedStyleSheets = [styleSheet];
  const theme = document.createElement('div');
  theme.className = document.body.className;
  shadowRoot.replaceChildren(theme);
  const drawing = {
    ...graph,
    name: l10n.t('the model above'),
    placement: layOutGraph(graph.structure),
    highlight: noHighlight,
    isStale: false,
    hiddenLabels: [],
  };
  const { text, width } = withPageStyles((pageStyle) => renderSvg(drawing, pageStyle), theme);
  theme.style.setProperty('--width', `${width}px`);
  theme.replaceChildren(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement);
}

function parseData<const DataSchema extends Schema>(
  schema: DataSchema,
  json: string | undefined,
): Output<DataSchema> | undefined {
  if (json === undefined) return undefined;
  try {
    return validate(schema, JSON.parse(json));
  } catch {
    return undefined;
  }
}
