/** Hovers: the value and gradient of any name or subexpression, and the chain rule in numbers. */

import { type Hover, MarkupKind } from 'vscode-languageserver';
import type { Settings } from '../../../../protocol/settings.ts';
import { allParts } from '../../display/displayOptions.ts';
import type { FileView } from '../../documents/fileView.ts';
import type { StatementAnnotations } from '../../snapshot/annotations/annotation.ts';
import { formatAnnotation } from '../../snapshot/annotations/annotationText.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { toEditorRange } from '../support/positions.ts';
import { subjectAt } from './findSubject.ts';
import type { HoverSubject } from './hoverSubject.ts';
import { codeBlock, escapeMarkdown } from './markdown.ts';
import { NodeHover } from './nodeHover.ts';
import { formatShapeKind } from './shapeText.ts';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register(connection, { documents, settings }) {
    connection.onHover(async ({ textDocument: { uri }, position }) => {
      const file = await documents.shownFile(uri);
      return file ? hoverAt(file, file.snapshot.lines.offsetAt(position), settings.current) : null;
    });
  },
};

export function hoverAt(
  { snapshot, annotations }: Pick<FileView, 'snapshot' | 'annotations'>,
  offset: number,
  settings: Pick<Settings, 'digits' | 'display'>,
): Hover | null {
  const subject = subjectAt(snapshot, offset);
  if (subject === undefined) return null;
  const value =
    settings.display === 'off'
      ? hoverWithoutNumbers(snapshot, subject)
      : hoverOf({ snapshot, annotations }, subject, settings);
  return {
    range: toEditorRange(snapshot, subject.range),
    contents: { kind: MarkupKind.Markdown, value },
  };
}

/** The hover text of a subject, in Markdown. */
export function hoverOf(
  { snapshot, annotations }: Pick<FileView, 'snapshot' | 'annotations'>,
  subject: HoverSubject,
  { digits }: Pick<Settings, 'digits'>,
): string {
  const { node, name, function: enclosingFunction, createdParams = [], shownCall } = subject;
  const numbers =
    isEvaluated(snapshot) && node !== undefined
      ? new NodeHover(snapshot, node, name, enclosingFunction !== undefined, digits).paragraphs(createdParams)
      : [];
  const notes = [...staleAnnotation(annotations, subject, digits), ...(shownCall === undefined ? [] : [shownCall])];
  return render(subject, [...numbers, ...notes]);
}

/** The hover if numbers are not displayed: kind and shape. */
function hoverWithoutNumbers({ model }: Snapshot, subject: HoverSubject): string {
  const { node } = subject;
  return render(subject, node === undefined ? [] : [escapeMarkdown(formatShapeKind(model.program.shape(node)))]);
}

function render({ heading, introduction = [], docs }: HoverSubject, body: readonly string[]): string {
  return [codeBlock(heading), ...introduction, ...body, ...docs].join('\n\n');
}

/** The last good annotation, for a subject that currently has no value or gradient. */
function staleAnnotation({ list }: StatementAnnotations, { definition }: HoverSubject, digits: number): string[] {
  const name = definition?.name?.name;
  const annotation = list.find((candidate) => candidate.kind === 'value' && candidate.name === name);
  return annotation?.stale ? [escapeMarkdown(formatAnnotation(annotation, { digits, show: allParts }))] : [];
}
