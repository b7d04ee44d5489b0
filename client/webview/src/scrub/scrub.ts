/** A number of the panel that is tried out: how it is taken up and moved, what ends it, and why it wasn't kept. */

import * as l10n from '@vscode/l10n';
import { scrubbedBy, showScrubbed } from '../../../../server/src/protocol/panel/scrubSteps.ts';
import type { PanelAction } from '../state/panel.ts';

/** A version of the text of a file. */
export interface TextVersion {
  readonly uri: string;
  readonly version: number;
}

export interface Held {
  /** Of which text it is a number. */
  readonly text: TextVersion;
  /** The name of the leaf. */
  readonly name: string;
  /** What the text says. */
  readonly start: number;
  readonly value: number;
  /** How far it was moved, in steps and parts of one. */
  readonly travel: number;
  /** Whether it has ever been another number than at the start. */
  readonly isMoved: boolean;
  /** Kept or dropped it is still there until the server has answered, so that the old number isn't seen in between. */
  readonly state: 'tried' | 'kept' | 'dropped';
}

export interface Scrub {
  readonly held: Held | undefined;
  /** Why the last one wasn't kept, as a sentence about this text; undefined where nothing is to be said. */
  readonly notice: { readonly text: TextVersion; readonly sentence: string } | undefined;
}

export interface ScrubAction {
  readonly kind: 'scrub';
  readonly act: ScrubAct;
}

export type ScrubAct =
  /** Takes a number up; nothing as long as one is held. */
  | { readonly kind: 'grab'; readonly text: TextVersion; readonly name: string; readonly value: number }
  /** @param grain what the way in all is rounded to, in steps: 1, or a tenth. */
  | { readonly kind: 'move'; readonly name: string; readonly by: number; readonly grain: Grain }
  | { readonly kind: 'keep'; readonly name: string }
  | { readonly kind: 'drop'; readonly name: string }
  /** Its number isn't drawn any more. */
  | { readonly kind: 'gone'; readonly name: string }
  /** The server has ended it. */
  | { readonly kind: 'ended'; readonly held: Held; readonly isKept: boolean }
  | { readonly kind: 'failed'; readonly held: Held; readonly reason: string };

export type Grain = 1 | 0.1;

export const noScrub: Scrub = { held: undefined, notice: undefined };

export function reduceScrub(scrub: Scrub, action: PanelAction): Scrub {
  switch (action.kind) {
    case 'scrub':
      return afterAct(scrub, action.act);
    case 'graph':
      return afterText(scrub, { uri: action.graph.uri, version: action.graph.version });
    case 'file':
      return afterFile(scrub, action);
    default:
      return scrub;
  }
}

/** The number that is shown in place of the one that a text says; undefined where none is. */
export function triedValue({ held }: Scrub, name: string, text: TextVersion): number | undefined {
  return held?.name === name && isSame(held.text, text) ? held.value : undefined;
}

function afterAct(scrub: Scrub, act: ScrubAct): Scrub {
  const { held } = scrub;
  switch (act.kind) {
    case 'grab': {
      const { text, name, value } = act;
      if (held) return scrub;
      return {
        held: { text, name, start: value, value, travel: 0, isMoved: false, state: 'tried' },
        notice: undefined,
      };
    }
    case 'ended':
      if (act.isKept) return scrub;
      return refused(
        scrub,
        act.held,
        l10n.t("the text can't be changed now. If the file is read-only, make it writable."),
      );
    case 'failed':
      return refused(scrub, act.held, act.reason);
  }
  if (held?.state !== 'tried' || held.name !== act.name) return scrub;
  switch (act.kind) {
    case 'move':
      return { ...scrub, held: moved(held, act.by, act.grain) };
    case 'keep':
      return held.value === held.start ? dropped(scrub) : { ...scrub, held: { ...held, state: 'kept' } };
    case 'drop':
      return dropped(scrub);
    case 'gone':
      return dropped({
        ...scrub,
        notice: noticeOf(held, l10n.t('it went out of sight. Try it again where you see it.')),
      });
  }
}

/** Another text than the one it was taken from: either it has been written there, or that says something else by now. */
function afterText(scrub: Scrub, text: TextVersion): Scrub {
  const { held, notice } = scrub;
  const isOutdated = (of: TextVersion | undefined) => of?.uri === text.uri && of.version !== text.version;
  if (held?.state === 'tried' && isOutdated(held.text)) {
    const about = { ...held, text };
    return {
      held: undefined,
      notice: held.isMoved ? noticeOf(about, l10n.t('the text was changed. Try it again.')) : undefined,
    };
  }
  const isWritten = held?.state === 'kept' && isOutdated(held.text);
  const isNoticeOver = isOutdated(notice?.text);
  if (!isWritten && !isNoticeOver) return scrub;
  return { held: isWritten ? undefined : held, notice: isNoticeOver ? undefined : notice };
}

function afterFile(scrub: Scrub, file: PanelAction & { kind: 'file' }): Scrub {
  const { held } = scrub;
  const isOther = held?.text.uri !== file.uri;
  const next = scrub.notice && scrub.notice.text.uri !== file.uri ? { ...scrub, notice: undefined } : scrub;
  if (held === undefined || (!isOther && file.isOpen)) return next;
  // What will be seen of it then is another file's concern.
  if (held.state === 'kept') return { ...next, held: undefined };
  return dropped(isOther ? next : { ...next, notice: noticeOf(held, l10n.t`${file.name} was closed.`) });
}

function moved(held: Held, by: number, grain: Grain): Held {
  const travel = held.travel + by;
  // Divided by whole numbers alone, so that tenths are as short as they are written.
  const steps = grain === 1 ? Math.round(travel) : Math.round(travel * 10) / 10;
  const value = scrubbedBy(held.start, steps);
  return { ...held, travel, value, isMoved: held.isMoved || value !== held.start };
}

function dropped(scrub: Scrub): Scrub {
  const { held } = scrub;
  if (held?.state !== 'tried') return scrub;
  return { ...scrub, held: held.isMoved ? { ...held, value: held.start, state: 'dropped' } : undefined };
}

function refused(scrub: Scrub, held: Held, reason: string): Scrub {
  return {
    held: scrub.held === held ? undefined : scrub.held,
    notice: held.state === 'kept' ? noticeOf(held, reason) : scrub.notice,
  };
}

function noticeOf({ text, name, value }: Held, reason: string): Scrub['notice'] {
  return { text, sentence: l10n.t`${name} = ${showScrubbed(value)} is not kept: ${reason}` };
}

function isSame(a: TextVersion, b: TextVersion): boolean {
  return a.uri === b.uri && a.version === b.version;
}
