/** Sends a scrub's numbers to the server, at most one per frame and always the last one, and its end. */

import { useEffect, useMemo, useRef } from 'react';
import { errorMessage } from '../../../../protocol/shared/errorMessage.ts';
import type { Bridge } from '../bridge.ts';
import type { ScrubCommand } from '../state/actions.ts';
import type { ViewState } from '../state/viewState.ts';
import type { HeldNumber, TextVersion } from './heldNumber.ts';
import type { ScrubbingApi } from './scrubbing.ts';
import type { ScrubState } from './scrubState.ts';

export function useScrub(
  bridge: Bridge,
  { file, graph }: ViewState,
  scrub: ScrubState,
  onCommand: (command: ScrubCommand) => void,
): ScrubbingApi {
  const { held } = scrub;
  const senderRef = useRef<ScrubSender>(undefined);
  senderRef.current ??= new ScrubSender(bridge);
  useEffect(() => {
    if (!held?.isMoved) return;
    const isCommitted = held.state === 'committed';
    if (held.state !== 'cancelled') senderRef.current!.send(held);
    if (held.state === 'active') return;
    senderRef.current!.finish(isCommitted);
    bridge.request('endScrub', { uri: held.text.uri, isCommitted }).then(
      (wasCommitted) => onCommand({ kind: 'finished', held, wasCommitted }),
      (error: unknown) => onCommand({ kind: 'failed', held, reason: errorMessage(error) }),
    );
  }, [bridge, held, onCommand]);

  const isUpToDate = file?.isOpen === true && graph !== undefined && graph.staleNotice === null;
  const { uri, version } = graph ?? noTextVersion;
  return useMemo(
    () => ({ scrub, text: isUpToDate ? { uri, version } : undefined, onCommand }),
    [scrub, isUpToDate, uri, version, onCommand],
  );
}

const noTextVersion: TextVersion = { uri: '', version: 0 };

class ScrubSender {
  readonly #bridge: Bridge;
  #lastSent: HeldNumber | undefined;
  #pending: HeldNumber | undefined;
  #frameRequest: number | undefined;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Sends a number at once, or in the next frame if one was sent in this frame. */
  send(held: HeldNumber): void {
    this.#pending = held;
    if (this.#frameRequest !== undefined) return;
    this.#sendPending();
    this.#frameRequest = requestAnimationFrame(() => {
      this.#frameRequest = undefined;
      if (this.#pending && this.#pending.value !== this.#lastSent?.value) this.send(this.#pending);
    });
  }

  /** Sends the pending number, unless it is no longer wanted. */
  finish(shouldFlush: boolean): void {
    if (this.#frameRequest !== undefined) cancelAnimationFrame(this.#frameRequest);
    this.#frameRequest = undefined;
    if (shouldFlush) this.#sendPending();
    this.#pending = undefined;
    this.#lastSent = undefined;
  }

  #sendPending(): void {
    if (this.#pending === undefined || this.#pending.value === this.#lastSent?.value) return;
    this.#lastSent = this.#pending;
    const { text, name, value } = this.#pending;
    this.#bridge.post({ kind: 'scrub', uri: text.uri, scrubbed: { name, value } });
  }
}
