/** State of a scrub in the panel: start, moves, end, and why a number was not kept. */

import * as l10n from '@vscode/l10n';
import { formatScrubbed, scrubBy } from '../../../../protocol/shared/scrubSteps.ts';
import type { PanelAction, ScrubCommand } from '../state/actions.ts';
import type { Granularity, HeldNumber, TextVersion } from './heldNumber.ts';

export interface ScrubState {
  readonly held: HeldNumber | undefined;
  /** Why the last number was not kept, as a sentence about this text; undefined if there is nothing to say. */
  readonly notice: { readonly text: TextVersion; readonly sentence: string } | undefined;
}

export const initialScrub: ScrubState = { held: undefined, notice: undefined };

export function reduceScrub(scrub: ScrubState, action: PanelAction): ScrubState {
  switch (action.kind) {
    case 'scrub':
      return applyCommand(scrub, action.command);
    case 'graph':
      return applyTextChange(scrub, { uri: action.graph.uri, version: action.graph.version });
    case 'file':
      return applyFileChange(scrub, action);
    default:
      return scrub;
  }
}

/** The value to show in place of the text's; undefined if none is scrubbed. */
export function overrideFor({ held }: ScrubState, name: string, text: TextVersion): number | undefined {
  return held?.name === name && isSameVersion(held.text, text) ? held.value : undefined;
}

function applyCommand(scrub: ScrubState, command: ScrubCommand): ScrubState {
  const { held } = scrub;
  switch (command.kind) {
    case 'start': {
      const { text, name, value } = command;
      if (held) return scrub;
      return {
        held: { text, name, originalValue: value, value, distance: 0, isMoved: false, state: 'active' },
        notice: undefined,
      };
    }
    case 'finished':
      if (command.wasCommitted) return scrub;
      return withRejection(
        scrub,
        command.held,
        l10n.t("the text can't be edited now. If the file is read-only, make it writable."),
      );
    case 'failed':
      return withRejection(scrub, command.held, command.reason);
  }
  if (held?.state !== 'active' || held.name !== command.name) return scrub;
  switch (command.kind) {
    case 'move':
      return { ...scrub, held: movedBy(held, command.delta, command.granularity) };
    case 'commit':
      return held.value === held.originalValue
        ? withCancelled(scrub)
        : { ...scrub, held: { ...held, state: 'committed' } };
    case 'cancel':
      return withCancelled(scrub);
    case 'removed':
      return withCancelled({
        ...scrub,
        notice: createNotice(held, l10n.t('it was scrolled out of view. Try again where it is visible.')),
      });
  }
}

/** Another text than the scrub's: the new value has been written, or the user has edited. */
function applyTextChange(scrub: ScrubState, text: TextVersion): ScrubState {
  const { held, notice } = scrub;
  const isOldVersion = (textVersion: TextVersion | undefined) =>
    textVersion?.uri === text.uri && textVersion.version !== text.version;
  if (held?.state === 'active' && isOldVersion(held.text)) {
    const updated = { ...held, text };
    return {
      held: undefined,
      notice: held.isMoved ? createNotice(updated, l10n.t('the text was changed. Try again.')) : undefined,
    };
  }
  const isCommitted = held?.state === 'committed' && isOldVersion(held.text);
  const isNoticeOutdated = isOldVersion(notice?.text);
  if (!isCommitted && !isNoticeOutdated) return scrub;
  return { held: isCommitted ? undefined : held, notice: isNoticeOutdated ? undefined : notice };
}

function applyFileChange(scrub: ScrubState, file: PanelAction & { kind: 'file' }): ScrubState {
  const { held } = scrub;
  const isOtherFile = held?.text.uri !== file.uri;
  const next = scrub.notice && scrub.notice.text.uri !== file.uri ? { ...scrub, notice: undefined } : scrub;
  if (held === undefined || (!isOtherFile && file.isOpen)) return next;
  // The outcome of the commit would concern a file that is no longer shown.
  if (held.state === 'committed') return { ...next, held: undefined };
  return withCancelled(isOtherFile ? next : { ...next, notice: createNotice(held, l10n.t`${file.name} was closed.`) });
}

function movedBy(held: HeldNumber, delta: number, granularity: Granularity): HeldNumber {
  const distance = held.distance + delta;
  // Divides by integers only, so that tenths stay short decimals.
  const steps = granularity === 1 ? Math.round(distance) : Math.round(distance * 10) / 10;
  const value = scrubBy(held.originalValue, steps);
  return { ...held, distance, value, isMoved: held.isMoved || value !== held.originalValue };
}

function withCancelled(scrub: ScrubState): ScrubState {
  const { held } = scrub;
  if (held?.state !== 'active') return scrub;
  return { ...scrub, held: held.isMoved ? { ...held, value: held.originalValue, state: 'cancelled' } : undefined };
}

function withRejection(scrub: ScrubState, held: HeldNumber, reason: string): ScrubState {
  return {
    held: scrub.held === held ? undefined : scrub.held,
    notice: held.state === 'committed' ? createNotice(held, reason) : scrub.notice,
  };
}

function createNotice({ text, name, value }: HeldNumber, reason: string): ScrubState['notice'] {
  return { text, sentence: l10n.t`Can't keep ${name} = ${formatScrubbed(value)}: ${reason}` };
}

function isSameVersion(a: TextVersion, b: TextVersion): boolean {
  return a.uri === b.uri && a.version === b.version;
}
