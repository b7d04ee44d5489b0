/** Inlay hints: a short annotation after each statement, `q = x + y = 3 · ∂ 16`, with the full one in the tooltip. */

import {
  type InlayHint,
  InlayHintRefreshRequest,
  InlayHintRequest,
  InlayHintResolveRequest,
  MarkupKind,
} from 'vscode-languageserver';
import type { ColorTheme } from '../../../../protocol/editor/hoverPictures.ts';
import type { Settings } from '../../../../protocol/editor/settings.ts';
import type { DisplayOptions } from '../../display/displayOptions.ts';
import { formatGradient, formatUpdate, formatWithoutBars, gradientSymbol } from '../../display/quantity.ts';
import type { FileView } from '../../documents/fileView.ts';
import { isValueDefinition, rangeIn } from '../../language/syntax/ast.ts';
import type { Range } from '../../language/text/lines.ts';
import { partitionPoint } from '../../language/text/partitionPoint.ts';
import type { FileAnnotations, StatementAnnotation, ValueAnnotation } from '../../snapshot/annotations/annotation.ts';
import {
  formatAnnotation,
  isStatementShown,
  repeatsSource,
  summarized,
  verdictMark,
  withMarks,
} from '../../snapshot/annotations/annotationText.ts';
import type { Feature } from '../feature.ts';
import { definitionSubject } from '../hover/findSubject.ts';
import { hoverOf } from '../hover/hover.ts';
import { fireAndForget } from '../support/fireAndForget.ts';
import { escapeMarkdown } from '../support/markdown.ts';
import { toOffsetRange } from '../support/positions.ts';
import { throttle } from './throttle.ts';

/** In characters. VS Code truncates the hints of a line beyond this length by default. */
const maxLabelLength = 43;

/** Minimum number of digits when a label is shortened. */
const minDigits = 2;

/** Identifies the hint in a resolve request. */
interface HintData {
  readonly uri: string;
  readonly version: number;
  /** Index among the statements of the file. */
  readonly statementIndex: number;
}

export const inlayHints: Feature = {
  capabilities: { inlayHintProvider: { resolveProvider: true } },
  register(connection, { client, documents, settings }) {
    /** The version last answered for each file. Only values that arrive after it require a refresh. */
    const answeredVersions = new Map<string, number>();
    let isOn = false;
    const refresh = throttle(() => {
      if (client.capabilities.workspace?.inlayHint?.refreshSupport)
        fireAndForget(connection.sendRequest(InlayHintRefreshRequest.type));
    });
    connection.onRequest(InlayHintRequest.type, async ({ textDocument: { uri }, range }) => {
      if (settings.current.display !== 'inlay') return [];
      const file = await documents.whenPublished(uri);
      if (file === undefined || settings.current.display !== 'inlay') return [];
      answeredVersions.set(uri, file.snapshot.version);
      return hintsIn(file.annotations, toOffsetRange(file.snapshot, range), settings.current, uri);
    });
    connection.onRequest(InlayHintResolveRequest.type, async (hint) => {
      const { uri, version, statementIndex } = hint.data as HintData;
      const file = await documents.whenPublished(uri);
      if (file?.snapshot.version !== version) return hint;
      const value = tooltipOf(file, statementIndex, settings.current, client.pictureTheme);
      return value === undefined ? hint : { ...hint, tooltip: { kind: MarkupKind.Markdown, value } };
    });
    documents.onPublished(({ uri, snapshot }) => {
      if (settings.current.display === 'inlay' && answeredVersions.get(uri) === snapshot.version) refresh();
    });
    settings.onChanged(() => {
      const wasOn = isOn;
      isOn = settings.current.display === 'inlay';
      if (wasOn || isOn) refresh();
    });
    documents.onClosed((uri) => answeredVersions.delete(uri));
  },
};

/** The hints of the statements that end within a range. */
export function hintsIn(
  annotations: FileAnnotations,
  { start, end }: Range,
  settings: Settings,
  uri: string,
): InlayHint[] {
  const { tree, lines, version } = annotations.snapshot;
  const { ends } = tree.statementTable;
  const hints: InlayHint[] = [];
  let statementIndex = partitionPoint(ends, (offset) => offset >= start);
  for (; statementIndex < ends.length && ends[statementIndex] <= end; statementIndex++) {
    const annotation = annotations.at(statementIndex);
    const label = annotation && isStatementShown(annotation, settings.statements) ? labelOf(annotation, settings) : '';
    if (label === '') continue;
    const data: HintData = { uri, version, statementIndex };
    hints.push({ position: lines.positionAt(ends[statementIndex]), label, paddingLeft: true, data });
  }
  return hints;
}

/** The hover of the name, or of both sides of an expectation; undefined if the statement has no annotation any more. */
function tooltipOf(
  { snapshot, annotations }: FileView,
  statementIndex: number,
  settings: Settings,
  pictureTheme: ColorTheme | undefined,
): string | undefined {
  if (statementIndex >= snapshot.tree.length) return undefined;
  const annotation = annotations.at(statementIndex);
  if (annotation === undefined) return undefined;
  const { statement } = annotation;
  if (!isValueDefinition(statement)) return escapeMarkdown(formatAnnotation(annotation, settings));
  return hoverOf(
    { snapshot, annotations },
    definitionSubject(snapshot, statement, rangeIn(statement, statement.name)),
    settings,
    { hasElements: true, pictureTheme },
  );
}

/** The longest label that fits: drops the update first, then digits, then the elements of small tensors, then truncates. */
function labelOf(annotation: StatementAnnotation, { digits, show }: Settings): string {
  const label = renderLabel(annotation, { digits, show });
  if (label.length <= maxLabelLength) return label;
  const reducedParts = { ...show, update: false };
  const summary = annotation.kind === 'value' ? summarized(annotation) : annotation;
  for (const shown of [annotation, summary]) {
    for (let fewerDigits = digits; fewerDigits >= minDigits; fewerDigits--) {
      const text = renderLabel(shown, { digits: fewerDigits, show: reducedParts });
      if (text.length <= maxLabelLength) return text;
    }
  }
  return `${renderLabel(summary, { digits: minDigits, show: reducedParts }).slice(0, maxLabelLength - 1)}…`;
}

function renderLabel(annotation: StatementAnnotation, display: DisplayOptions): string {
  const text = annotation.kind === 'expectation' ? verdictMark(annotation) : valueLabel(annotation, display);
  return withMarks(annotation, text);
}

/** `= 3 → 2.84 · ∂ 16`, or for a tensor `= [100×16] 0.02 ± 0.5 · ‖∂‖ 4.382`; a literal is not repeated. */
function valueLabel(annotation: ValueAnnotation, { digits, show }: DisplayOptions): string {
  const { value, gradient, update } = annotation;
  // The bars of a tensor are illegible in a hint.
  const shownValue = repeatsSource(annotation) ? '' : formatWithoutBars(value, { digits, show });
  const shownGradient = show.gradient && gradient && !gradient.isSelf ? gradient.value : undefined;
  const parts = [shownValue && `= ${shownValue}`, show.update && update && `→ ${formatUpdate(value, update, digits)}`];
  const gradientText =
    shownGradient && `${gradientSymbol('∂', shownGradient)} ${formatGradient(shownGradient, digits)}`;
  return [parts.filter((part) => part).join(' '), gradientText].filter((part) => part).join(' · ');
}
