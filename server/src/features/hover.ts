/** Hovers: on any name and any sub-expression its value, its gradient, and the chain rule that made it, in numbers. */

import { type Hover, MarkupKind } from 'vscode-languageserver';
import type { Settings } from '../protocol/settings.ts';
import type { Readings } from '../snapshot/readings.ts';
import { showReading } from '../snapshot/showReading.ts';
import { isEvaluated } from '../snapshot/snapshot.ts';
import type { Feature, FileView } from './feature.ts';
import { NodeHover } from './hoverNumbers.ts';
import { type Subject, subjectAt } from './hoverSubject.ts';
import { plain } from './markdown.ts';

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
  { digits }: Pick<Settings, 'digits'>,
): Hover | null {
  const subject = subjectAt(snapshot, offset);
  if (subject === undefined) return null;
  const { lines } = snapshot;
  const { start, end } = subject.range;
  return {
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
    contents: { kind: MarkupKind.Markdown, value: hoverOf({ snapshot, readings }, subject, { digits }) },
  };
}

/** What is said of a subject, as Markdown. */
export function hoverOf(
  { snapshot, readings }: Pick<FileView, 'snapshot' | 'readings'>,
  subject: Subject,
  { digits }: Pick<Settings, 'digits'>,
): string {
  const { heading, introduction = [], node, name, function: around, made = [], docs } = subject;
  const numbers =
    isEvaluated(snapshot) && node !== undefined
      ? new NodeHover(snapshot, node, name, around !== undefined, digits).paragraphs(made)
      : [];
  const body = [...introduction, ...numbers, ...lastKnown(readings, subject, digits), ...docs];
  return [`\`\`\`bp\n${heading}\n\`\`\``, ...body].join('\n\n');
}

/** While something has no value or no gradient, what was last read of it. */
function lastKnown({ list }: Readings, { definition }: Subject, digits: number): string[] {
  const name = definition?.name?.name;
  const reading = list.find((candidate) => candidate.kind === 'value' && candidate.name === name);
  return reading?.stale ? [plain(showReading(reading, digits))] : [];
}
