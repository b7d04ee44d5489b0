/** Hovers: on any name and any sub-expression its value, its gradient, and the chain rule that made it, in numbers. */

import { type Hover, MarkupKind } from 'vscode-languageserver';
import { everyPart } from '../../display/shown.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Readings } from '../../snapshot/annotations.ts';
import { showReading } from '../../snapshot/annotationText.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature, FileView } from '../feature.ts';
import { rangeIn } from '../positions.ts';
import { inCode, plain } from './markdown.ts';
import { NodeHover } from './numbers.ts';
import { shapeInWords } from './shapeText.ts';
import { type Subject, subjectAt } from './subject.ts';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register(connection, server) {
    connection.onHover(async ({ textDocument: { uri }, position }) => {
      const file = await server.settled(uri);
      return file ? hoverAt(file, file.snapshot.lines.offsetAt(position), server.settings) : null;
    });
  },
};

export function hoverAt(
  { snapshot, readings }: Pick<FileView, 'snapshot' | 'readings'>,
  offset: number,
  settings: Pick<Settings, 'digits' | 'display'>,
): Hover | null {
  const subject = subjectAt(snapshot, offset);
  if (subject === undefined) return null;
  const value =
    settings.display === 'off' ? quietHoverOf(snapshot, subject) : hoverOf({ snapshot, readings }, subject, settings);
  return {
    range: rangeIn(snapshot, subject.range),
    contents: { kind: MarkupKind.Markdown, value },
  };
}

/** What is said of a subject, as Markdown. */
export function hoverOf(
  { snapshot, readings }: Pick<FileView, 'snapshot' | 'readings'>,
  subject: Subject,
  { digits }: Pick<Settings, 'digits'>,
): string {
  const { node, name, function: around, made = [], shownCall } = subject;
  const numbers =
    isEvaluated(snapshot) && node !== undefined
      ? new NodeHover(snapshot, node, name, around !== undefined, digits).paragraphs(made)
      : [];
  const standing = [...lastKnown(readings, subject, digits), ...(shownCall === undefined ? [] : [shownCall])];
  return written(subject, [...numbers, ...standing]);
}

/** The same where no numbers are to be shown: what it is, and its shape. */
function quietHoverOf({ model }: Snapshot, subject: Subject): string {
  const { node } = subject;
  return written(subject, node === undefined ? [] : [plain(shapeInWords(model.program.shape(node)))]);
}

function written({ heading, introduction = [], docs }: Subject, body: readonly string[]): string {
  return [inCode(heading), ...introduction, ...body, ...docs].join('\n\n');
}

/** While something has no value or no gradient, what was last read of it. */
function lastKnown({ list }: Readings, { definition }: Subject, digits: number): string[] {
  const name = definition?.name?.name;
  const reading = list.find((candidate) => candidate.kind === 'value' && candidate.name === name);
  return reading?.stale ? [plain(showReading(reading, { digits, show: everyPart }))] : [];
}
