/** Inlay hints: behind each statement its numbers in short, as the mathematics goes on, `q = x + y = 3 · ∂ 16`; in the tooltip all of them. */

import * as l10n from '@vscode/l10n';
import {
  type InlayHint,
  InlayHintRefreshRequest,
  InlayHintRequest,
  InlayHintResolveRequest,
  MarkupKind,
} from 'vscode-languageserver';
import { showSize, showUpdate, showWithoutBars } from '../../display/quantity.ts';
import type { Shown } from '../../display/shown.ts';
import type { Range } from '../../language/base/lines.ts';
import { firstWhere } from '../../language/base/partitionPoint.ts';
import { isNaming } from '../../language/syntax/tree.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Reading, Readings, ValueReading } from '../../snapshot/annotations.ts';
import { isPlainNumber, isShown, markOf, showReading } from '../../snapshot/annotationText.ts';
import { type Feature, type FileView, sent } from '../feature.ts';
import { hoverOf } from '../hover/hover.ts';
import { plain } from '../hover/markdown.ts';
import { definitionSubject } from '../hover/subject.ts';
import { offsetsIn } from '../positions.ts';
import { calmly } from './refresh.ts';

/** In characters: VS Code cuts off what hints of one line have beyond that, unless its user says otherwise. */
const longest = 43;

/** So few digits are shown of a number that would be too long with more. */
const fewestDigits = 2;

/** What a hint is asked about again. */
interface Asked {
  readonly uri: string;
  readonly version: number;
  /** Of its statement among all of the file. */
  readonly place: number;
}

export const inlayHints: Feature = {
  capabilities: { inlayHintProvider: { resolveProvider: true } },
  register(connection, server) {
    /** The version of each file that hints were last given for: they are asked for again only if numbers follow later. */
    const answered = new Map<string, number>();
    let isOn = false;
    const refresh = calmly(() => {
      if (server.client.workspace?.inlayHint?.refreshSupport)
        sent(connection.sendRequest(InlayHintRefreshRequest.type));
    });
    connection.onRequest(InlayHintRequest.type, async ({ textDocument: { uri }, range }) => {
      if (server.settings.display !== 'inlay') return [];
      const file = await server.settled(uri);
      if (file === undefined || server.settings.display !== 'inlay') return [];
      answered.set(uri, file.snapshot.version);
      return hintsIn(file.readings, offsetsIn(file.snapshot, range), server.settings, uri);
    });
    connection.onRequest(InlayHintResolveRequest.type, async (hint) => {
      const { uri, version, place } = hint.data as Asked;
      const file = await server.settled(uri);
      if (file?.snapshot.version !== version) return hint;
      const value = tooltipOf(file, place, server.settings);
      return value === undefined ? hint : { ...hint, tooltip: { kind: MarkupKind.Markdown, value } };
    });
    server.onSettled(({ uri, snapshot }) => {
      if (server.settings.display === 'inlay' && answered.get(uri) === snapshot.version) refresh();
    });
    server.onSettings(() => {
      const wasOn = isOn;
      isOn = server.settings.display === 'inlay';
      if (wasOn || isOn) refresh();
    });
    server.onClosed((uri) => answered.delete(uri));
  },
};

/** The hints of the statements that end within a part of the text. */
export function hintsIn(readings: Readings, { start, end }: Range, settings: Settings, uri: string): InlayHint[] {
  const { tree, lines, version } = readings.snapshot;
  const { ends } = tree.overview;
  const hints: InlayHint[] = [];
  let place = firstWhere(ends, (offset) => offset >= start);
  for (; place < ends.length && ends[place] <= end; place++) {
    const reading = readings.at(place);
    const label = reading && isShown(reading, settings.statements) ? labelOf(reading, settings) : '';
    if (label === '') continue;
    const data: Asked = { uri, version, place };
    hints.push({ position: lines.positionAt(ends[place]), label, paddingLeft: true, data });
  }
  return hints;
}

/** What the hover on the name says, of a claim both sides; undefined where the statement says nothing any more. */
function tooltipOf({ snapshot, readings }: FileView, place: number, settings: Settings): string | undefined {
  const reading = readings.at(place);
  if (reading === undefined) return undefined;
  const { statement } = reading;
  if (!isNaming(statement)) return plain(showReading(reading, settings));
  return hoverOf({ snapshot, readings }, definitionSubject(snapshot, statement, statement.name), settings);
}

/** The most that fits: first the update goes, then digits, then whatever is left over. */
function labelOf(reading: Reading, { digits, show }: Settings): string {
  const label = written(reading, { digits, show });
  if (label.length <= longest) return label;
  const shorter = { ...show, update: false };
  for (let fewer = digits; fewer >= fewestDigits; fewer--) {
    const text = written(reading, { digits: fewer, show: shorter });
    if (text.length <= longest) return text;
  }
  return `${written(reading, { digits: fewestDigits, show: shorter }).slice(0, longest - 1)}…`;
}

function written(reading: Reading, shown: Shown): string {
  const text = reading.kind === 'claim' ? markOf(reading) : valueLabel(reading, shown);
  return reading.stale && text !== '' ? l10n.t`${text} · stale` : text;
}

/** `= 3 · ∂ 16 → 2.84`, of a tensor `= [100×16] 0.02 ± 0.5 · ‖∂‖ 4.382`; a number that is written out isn't repeated. */
function valueLabel(reading: ValueReading, { digits, show }: Shown): string {
  const { value, gradient, update } = reading;
  // The bars of a tensor are too small to be read in a hint.
  const shown = isPlainNumber(reading) ? '' : showWithoutBars(value, { digits, show });
  const flow = show.gradient && gradient && !gradient.isOwn ? gradient.value : undefined;
  const parts = [shown && `= ${shown}`, flow && `${flow.kind === 'scalar' ? '∂' : '‖∂‖'} ${showSize(flow, digits)}`];
  const start = parts.filter((part) => part).join(' · ');
  return show.update && update ? `${start} → ${showUpdate(value, update, digits)}`.trimStart() : start;
}
