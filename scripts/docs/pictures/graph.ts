/** The graph of a model as the panel draws it; in the midst of its film, close to where that is. */
import { nothingLit } from '../../../client/webview/src/canvas/highlightClass.ts';
import { svgOf } from '../../../client/webview/src/export/graphSvg.ts';
import { element } from '../../../client/webview/src/export/xml.ts';
import { lightOf } from '../../../client/webview/src/film/onCanvas.ts';
import { placementOf } from '../../../client/webview/src/layout/placement.ts';
import { drawGraph } from '../../../server/src/graph/drawGraph.ts';
import { filmOf } from '../../../server/src/graph/film/film.ts';
import { numbersOf } from '../../../server/src/graph/graphNumbers.ts';
import type { Film, FilmStep } from '../../../server/src/protocol/panel/film.ts';
import { defaultSettings } from '../../../server/src/protocol/settings.ts';
import type { Evaluated } from '../../../server/src/snapshot/snapshot.ts';
import { type Part, width } from './card.ts';
import { linesPart } from './lines.ts';
import { colors, themeStyle } from './themeStyle.ts';

/** How much of a graph is seen in the midst of its film, in its own pixels, so that its numbers can be read. */
const close = 540;
/** The card has a margin of its own: so much less of the picture's is seen. */
const trimmed = 14;

/** @param result what is computed in the step of the film that is shown; without one the graph is shown as it is opened. */
export function graphPart(snapshot: Evaluated, result?: string): Part {
  const { drawn, steps } = filmIn(snapshot);
  const { structure } = drawn;
  const placement = placementOf(structure);
  const step = result === undefined ? undefined : stepFor(steps, result);
  const film: Film = { steps, refusal: null, structureCount: 0, version: 0 };
  const svg = svgOf(
    {
      name: 'this model',
      structure,
      numbers: numbersOf(drawn, snapshot, defaultSettings.digits),
      placement,
      lit: step ? lightOf(film, steps.indexOf(step), structure) : nothingLit,
      isStale: false,
    },
    themeStyle,
  );
  const whole = svg.width - 2 * trimmed;
  const seen = step ? Math.min(close, whole) : whole;
  const scale = Math.min(1, width / seen);
  const height = scale * (svg.height - 2 * trimmed);
  const [left = 0, top = 0] = /viewBox="(\S+) (\S+)/.exec(svg.text)!.slice(1).map(Number);
  const middle = step ? placement.nodes[step.node]!.x + placement.boxes[step.node]!.width / 2 : 0;
  const start = left + trimmed + Math.max(0, Math.min(middle - left - trimmed - seen / 2, whole - seen));
  const transform = `scale(${scale}) translate(${-start} ${-top - trimmed})`;
  const content = [
    element('clipPath', { id: 'seen' }, [element('rect', { width, height })]),
    element('g', { 'clip-path': 'url(#seen)' }, [element('g', { transform }, [insideOf(svg.text)])]),
  ];
  return { height, content: content.join('') };
}

/** @param told what the steps compute whose equations are told; the graph is as it is at the last one. */
export function filmPart(snapshot: Evaluated, ...told: readonly string[]): Part {
  const graph = graphPart(snapshot, told.at(-1));
  const equations = equationsPart(snapshot, ...told);
  return {
    height: graph.height + equations.height,
    content: `${graph.content}<g transform="translate(0 ${graph.height})">${equations.content}</g>`,
  };
}

export function equationsPart(snapshot: Evaluated, ...told: readonly string[]): Part {
  const { steps } = filmIn(snapshot);
  return linesPart(
    told.map((result) =>
      stepFor(steps, result).equation.map(({ text, tone }) => ({
        text,
        color: tone === 'value' ? colors.value : tone === 'text' ? colors.text : colors.gradient,
        isBold: tone === 'result',
      })),
    ),
  );
}

/** The page lays out every `svg` element that it finds, also one in another. */
function insideOf(svg: string): string {
  return svg.replace(/^<svg[^>]*>|<\/svg>\s*$/g, '');
}

function filmIn(snapshot: Evaluated) {
  const drawn = drawGraph(snapshot, { isFolded: null, except: [] });
  return { drawn, steps: filmOf(drawn, snapshot, defaultSettings.digits, '').steps };
}

/** @param result what stands left of the first `=` or `←` in the equation. */
function stepFor(steps: readonly FilmStep[], result: string): FilmStep {
  const textOf = ({ equation }: FilmStep) => equation.map(({ text }) => text).join('');
  const step = steps.findLast((step) => textOf(step).split(/ [=←] /, 1)[0] === result);
  if (step === undefined) throw new Error(`No step of the film computes ${result}.`);
  return step;
}
