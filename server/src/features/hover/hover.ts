/** Hovers: the value and gradient of any name or subexpression, and the chain rule in numbers. */

import * as l10n from '@vscode/l10n';
import { type Hover, MarkupKind } from 'vscode-languageserver';
import { type HoverPictures, hoverPicturesMethod } from '../../../../protocol/editor/hoverPictures.ts';
import type { Settings } from '../../../../protocol/editor/settings.ts';
import { allParts } from '../../display/displayOptions.ts';
import type { FileView } from '../../documents/fileView.ts';
import { isName, type Label } from '../../explain/labels.ts';
import type { FileAnnotations } from '../../snapshot/annotations/annotation.ts';
import { formatAnnotation } from '../../snapshot/annotations/annotationText.ts';
import { sampleTextOf } from '../../snapshot/sample/sampleText.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import { heldOutUses } from '../../snapshot/training/heldOutUse.ts';
import type { Feature } from '../feature.ts';
import { codeBlock, escapeMarkdown } from '../support/markdown.ts';
import { toEditorRange } from '../support/positions.ts';
import { subjectAt } from './findSubject.ts';
import type { HoverSubject } from './hoverSubject.ts';
import { NodeHover, type NodeHoverParts } from './nodeHover.ts';
import { formatShapeKind } from './shapeText.ts';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register(connection, { client, documents, settings }) {
    connection.onHover(async ({ textDocument: { uri }, position }) => {
      const file = await documents.whenPublished(uri);
      const command = client.options.commands?.viewTensor;
      const linkTarget = command === undefined ? undefined : { command, uri };
      const parts = { hasElements: true, linkTarget, pictureTheme: client.pictureTheme };
      return file ? hoverAt(file, file.snapshot.lines.offsetAt(position), settings.current, parts) : null;
    });
    connection.onNotification(hoverPicturesMethod, (pictures: HoverPictures) => client.setHoverPictures(pictures));
  },
};

/** The client's command that opens the tensor viewer, and the file it is for. */
interface LinkTarget {
  readonly command: string;
  readonly uri: string;
}

export function hoverAt(
  { snapshot, annotations }: Pick<FileView, 'snapshot' | 'annotations'>,
  offset: number,
  settings: Pick<Settings, 'digits' | 'display'>,
  parts?: HoverParts,
): Hover | null {
  const subject = subjectAt(snapshot, offset);
  if (subject === undefined) return null;
  const value =
    settings.display === 'off'
      ? hoverWithoutNumbers(snapshot, subject)
      : hoverOf({ snapshot, annotations }, subject, settings, parts);
  return {
    range: toEditorRange(snapshot, subject.range),
    contents: { kind: MarkupKind.Markdown, value },
  };
}

interface HoverParts extends NodeHoverParts {
  /** The target of the link in a tensor's hover; without it there is no link. */
  readonly linkTarget?: LinkTarget | undefined;
}

/** The hover text of a subject, in Markdown. */
export function hoverOf(
  { snapshot, annotations }: Pick<FileView, 'snapshot' | 'annotations'>,
  subject: HoverSubject,
  { digits }: Pick<Settings, 'digits'>,
  parts: HoverParts = { hasElements: true },
): string {
  const { node, name, function: enclosingFunction, createdParams = [], shownCall } = subject;
  const isInBody = enclosingFunction !== undefined;
  const nodeHover =
    isEvaluated(snapshot) && node !== undefined ? new NodeHover(snapshot, node, name, isInBody, digits) : undefined;
  const numbers = nodeHover?.paragraphs(createdParams, parts) ?? [];
  const notes = [
    ...staleAnnotation(annotations, subject, digits),
    ...trainingSampleStatisticsNote(snapshot, subject),
    ...(nodeHover ? sampleNote(snapshot, subject) : []),
    ...(shownCall === undefined ? [] : [shownCall]),
  ];
  const isTensor = node !== undefined && snapshot.model.program.shape(node).length > 0;
  const link = isTensor && !isInBody ? tensorLink(nodeHover?.label, parts.linkTarget) : [];
  return [render(subject, [...numbers, ...notes]), ...link].join('\n\n');
}

/** A link to all elements of a named tensor. */
function tensorLink(label: Label | undefined, linkTarget: LinkTarget | undefined): string[] {
  if (linkTarget === undefined || label === undefined || !isName(label)) return [];
  const target = `command:${linkTarget.command}?${encodeURIComponent(JSON.stringify([linkTarget.uri, label.text]))}`;
  return [`[${l10n.t('View all elements')}](${target})`];
}

/** The hover if numbers are not displayed: kind and shape. */
function hoverWithoutNumbers({ model }: Snapshot, subject: HoverSubject): string {
  const { node } = subject;
  return render(subject, node === undefined ? [] : [escapeMarkdown(formatShapeKind(model.program.shape(node)))]);
}

function render({ heading, introduction = [], docs }: HoverSubject, body: readonly string[]): string {
  return [codeBlock(heading), ...introduction, ...body, ...docs].join('\n\n');
}

/** Says which samples the statistics of a const or of data come from, while some are held out. */
function trainingSampleStatisticsNote(snapshot: Snapshot, { definition }: HoverSubject): string[] {
  const use = definition && heldOutUses(snapshot).get(definition.id);
  if (use !== undefined && use.name.name === definition?.name?.name)
    return [
      l10n.t(
        'It uses all samples, also those that are held out, because a computation in it does not fit the training samples alone. Write size(…, 0) for the number of samples.',
      ),
    ];
  const { trainingSampleStatistics } = snapshot.model;
  if (!trainingSampleStatistics || !definition || !trainingSampleStatistics.statements.has(definition.id)) return [];
  const { training, heldOut } = trainingSampleStatistics;
  return [
    l10n.t`Its statistics of the data are those of the training samples (${training}), without those that are held out (${heldOut}).`,
  ];
}

/** Says which samples the numbers are about, if not all. Consts are about all. */
function sampleNote({ model }: Snapshot, { definition }: HoverSubject): string[] {
  const sampleText = definition?.kind === 'const' ? undefined : sampleTextOf(model);
  return sampleText === undefined
    ? []
    : [l10n.t`The numbers are of the ${sampleText}, so that each key stays fast. Training uses all.`];
}

/** The last good annotation, for a subject that currently has no value or gradient. */
function staleAnnotation(
  { list }: FileAnnotations,
  { definition, function: enclosingFunction }: HoverSubject,
  digits: number,
): string[] {
  const name = enclosingFunction ? undefined : definition?.name?.name;
  const annotation = list.find((candidate) => candidate.kind === 'value' && candidate.name === name);
  return annotation?.isStale ? [escapeMarkdown(formatAnnotation(annotation, { digits, show: allParts }))] : [];
}
