/** What a fix is, and the titles that many share. */

import * as l10n from '@vscode/l10n';
import type { Range } from '../../language/base/lines.ts';
import { truncate } from '../../language/base/truncate.ts';
import type { Details, ProblemCode } from '../../language/problems/problems.ts';
import type { Edit } from '../../training/stepEdits.ts';
import type { ProblemSite } from '../problemSite.ts';

export interface Fix {
  readonly title: string;
  /** In the order of the text. */
  readonly edits: readonly Edit[];
  /** A command for the file, in place of edits. */
  readonly command?: string;
  /** Whether something else may be meant just as well. */
  readonly isGuess?: boolean;
  /** Whether nothing else can be meant, so that all such problems of a file may be corrected at once. */
  readonly isCertain?: boolean;
}

/** A row for a code: what may correct such a problem, the likeliest first. What doesn't, once it is read again, is dropped. */
export type FixProviders = {
  readonly [Code in ProblemCode]?: (site: ProblemSite, ...details: Details<Code>) => readonly Fix[];
};

/** `Write 'x'`: the text that is written in place of another one. */
export function replacementFix(range: Range, text: string, options: Partial<Fix> = {}): Fix {
  return { title: l10n.t`Write '${titleText(text)}'`, edits: [{ ...toRange(range), text }], ...options };
}

export function insertionFix(offset: number, text: string, options: Partial<Fix> = {}): Fix {
  return {
    title: l10n.t`Insert '${titleText(text)}'`,
    edits: [{ start: offset, end: offset, text }],
    ...options,
  };
}

export function removalFix(site: ProblemSite, range: Range, options: Partial<Fix> = {}): Fix {
  const source = titleText(site.sourceOf(range));
  return { title: l10n.t`Remove '${source}'`, edits: [{ ...toRange(range), text: '' }], ...options };
}

function titleText(text: string): string {
  return truncate(text.replace(/\s+/g, ' ').trim());
}

function toRange({ start, end }: Range): Range {
  return { start, end };
}
