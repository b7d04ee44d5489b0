/** What a fix is, and the titles that many share. */

import * as l10n from '@vscode/l10n';
import type { Range } from '../../language/base/lines.ts';
import { shortened } from '../../language/base/truncate.ts';
import type { Details, ProblemCode } from '../../language/problems/problems.ts';
import type { Edit } from '../../training/stepEdits.ts';
import type { Site } from '../site.ts';

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
export type FixRows = {
  readonly [Code in ProblemCode]?: (site: Site, ...details: Details<Code>) => readonly Fix[];
};

/** `Write 'x'`: the text that is written in place of another one. */
export function writing(range: Range, text: string, more: Partial<Fix> = {}): Fix {
  return { title: l10n.t`Write '${inTitle(text)}'`, edits: [{ ...only(range), text }], ...more };
}

export function inserting(at: number, text: string, more: Partial<Fix> = {}): Fix {
  return {
    title: l10n.t`Insert '${inTitle(text)}'`,
    edits: [{ start: at, end: at, text }],
    ...more,
  };
}

export function removing(site: Site, range: Range, more: Partial<Fix> = {}): Fix {
  const source = inTitle(site.source(range));
  return { title: l10n.t`Remove '${source}'`, edits: [{ ...only(range), text: '' }], ...more };
}

function inTitle(text: string): string {
  return shortened(text.replace(/\s+/g, ' ').trim());
}

function only({ start, end }: Range): Range {
  return { start, end };
}
