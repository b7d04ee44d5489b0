/** The graph of a model as the panel draws it; during a playback, a close-up of the current node. */
import { noHighlight } from '../../../client/webview/src/canvas/highlight.ts';
import { renderSvg } from '../../../client/webview/src/export/graphSvg.ts';
import { layOutGraph } from '../../../client/webview/src/layout/layOutGraph.ts';
import { playbackHighlight } from '../../../client/webview/src/playback/playbackHighlight.ts';
import { defaultSettings } from '../../../protocol/editor/settings.ts';
import type { Playback, PlaybackStep } from '../../../protocol/panel/playback.ts';
import { element } from '../../../protocol/pictures/xml.ts';
import { buildDisplayGraph } from '../../../server/src/graph/buildDisplayGraph.ts';
import { numbersOf } from '../../../server/src/graph/graphNumbers.ts';
import { createPlayback } from '../../../server/src/graph/playback/createPlayback.ts';
import type { EvaluatedSnapshot } from '../../../server/src/snapshot/snapshot.ts';
import { type CardPart, cardWidth } from './card.ts';
import { linesPart } from './lines.ts';
import { colors, themeStyle } from './themeStyle.ts';

/** Width of a close-up in the graph's own pixels, small enough that numbers are legible. */
const closeUpWidth = 540;
/** Part of the graph's margin that is cut off, as the card has a margin of its own. */
const marginCrop = 14;

/** @param result left side of the equation of the playback step to show; without one, the graph in its initial state. */
export function graphPart(snapshot: EvaluatedSnapshot, result?: string): CardPart {
  const { drawn: displayGraph, steps } = playbackSteps(snapshot);
  const { structure } = displayGraph;
  const placement = layOutGraph(structure);
  const step = result === undefined ? undefined : findStep(steps, result);
  const playback: Playback = { steps, notice: null, structureVersion: 0, version: 0 };
  const svg = renderSvg(
    {
      name: 'this model',
      structure,
      numbers: numbersOf(displayGraph, snapshot, defaultSettings.digits),
      placement,
      highlight: step ? playbackHighlight(playback, steps.indexOf(step), structure) : noHighlight,
      isStale: false,
      hiddenLabels: [],
    },
    themeStyle,
  );
  const fullWidth = svg.width - 2 * marginCrop;
  const visibleWidth = step ? Math.min(closeUpWidth, fullWidth) : fullWidth;
  const scale = Math.min(1, cardWidth / visibleWidth);
  const height = scale * (svg.height - 2 * marginCrop);
  const [left = 0, top = 0] = /viewBox="(\S+) (\S+)/.exec(svg.text)!.slice(1).map(Number);
  const centerX = step ? placement.nodes[step.node]!.x + placement.boxes[step.node]!.width / 2 : 0;
  const visibleStart =
    left + marginCrop + Math.max(0, Math.min(centerX - left - marginCrop - visibleWidth / 2, fullWidth - visibleWidth));
  const transform = `scale(${scale}) translate(${-visibleStart} ${-top - marginCrop})`;
  const content = [
    element('clipPath', { id: 'seen' }, [element('rect', { width: cardWidth, height })]),
    element('g', { 'clip-path': 'url(#seen)' }, [element('g', { transform }, [innerSvg(svg.text)])]),
  ];
  return { height, content: content.join('') };
}

/** @param results left sides of the equations to show; the graph shows the last step. */
export function playbackPart(snapshot: EvaluatedSnapshot, ...results: readonly string[]): CardPart {
  const graph = graphPart(snapshot, results.at(-1));
  const equations = equationsPart(snapshot, ...results);
  return {
    height: graph.height + equations.height,
    content: `${graph.content}<g transform="translate(0 ${graph.height})">${equations.content}</g>`,
  };
}

export function equationsPart(snapshot: EvaluatedSnapshot, ...results: readonly string[]): CardPart {
  const { steps } = playbackSteps(snapshot);
  return linesPart(
    results.map((result) =>
      findStep(steps, result).equation.map(({ text, tone }) => ({
        text,
        color: tone === 'value' ? colors.value : tone === 'text' ? colors.text : colors.gradient,
        isBold: tone === 'result',
      })),
    ),
  );
}

/** Strips the `svg` element, as the page lays out even nested ones. */
function innerSvg(svg: string): string {
  return svg.replace(/^<svg[^>]*>|<\/svg>\s*$/g, '');
}

function playbackSteps(snapshot: EvaluatedSnapshot) {
  const displayGraph = buildDisplayGraph(snapshot, { isCollapsed: null, except: [] });
  return { drawn: displayGraph, steps: createPlayback(displayGraph, snapshot, defaultSettings.digits, '').steps };
}

/** @param result text before the first `=` or `←` of the equation. */
function findStep(steps: readonly PlaybackStep[], result: string): PlaybackStep {
  const equationText = ({ equation }: PlaybackStep) => equation.map(({ text }) => text).join('');
  const candidate = steps.findLast((candidate) => equationText(candidate).split(/ [=←] /, 1)[0] === result);
  if (candidate === undefined) throw new Error(`No step of the playback computes ${result}.`);
  return candidate;
}
