/** Has the server follow a number that is tried out, and end it: at most one number a frame, and the last one always. */

import { useEffect, useMemo, useRef } from 'react';
import type { Bridge } from '../bridge.ts';
import { reasonOf } from '../reason.ts';
import type { View } from '../state/view.ts';
import type { Held, Scrub, ScrubAct, TextVersion } from './scrub.ts';
import type { Scrubbing } from './scrubbing.ts';

export function useScrub(
  bridge: Bridge,
  { file, graph }: View,
  scrub: Scrub,
  onAct: (act: ScrubAct) => void,
): Scrubbing {
  const { held } = scrub;
  const said = useRef<Said>(undefined);
  said.current ??= new Said(bridge);
  useEffect(() => {
    if (!held?.isMoved) return;
    const isKept = held.state === 'kept';
    if (held.state !== 'dropped') said.current!.say(held);
    if (held.state === 'tried') return;
    said.current!.end(isKept);
    bridge.ask('endScrub', { uri: held.text.uri, isKept }).then(
      (hasKept) => onAct({ kind: 'ended', held, isKept: hasKept }),
      (error: unknown) => onAct({ kind: 'failed', held, reason: reasonOf(error) }),
    );
  }, [bridge, held, onAct]);

  const isLive = file?.isOpen === true && graph !== undefined && graph.stale === null;
  const { uri, version } = graph ?? noText;
  return useMemo(
    () => ({ scrub, text: isLive ? { uri, version } : undefined, onAct }),
    [scrub, isLive, uri, version, onAct],
  );
}

const noText: TextVersion = { uri: '', version: 0 };

class Said {
  readonly #bridge: Bridge;
  #last: Held | undefined;
  #newest: Held | undefined;
  #frame: number | undefined;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Says a number at once, or in the next frame where one has been said in this frame. */
  say(held: Held): void {
    this.#newest = held;
    if (this.#frame !== undefined) return;
    this.#sayNewest();
    this.#frame = requestAnimationFrame(() => {
      this.#frame = undefined;
      if (this.#newest && this.#newest.value !== this.#last?.value) this.say(this.#newest);
    });
  }

  /** Says what still waits, unless that isn't wanted any more. */
  end(isWanted: boolean): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    if (isWanted) this.#sayNewest();
    this.#newest = undefined;
    this.#last = undefined;
  }

  #sayNewest(): void {
    if (this.#newest === undefined || this.#newest.value === this.#last?.value) return;
    this.#last = this.#newest;
    const { text, name, value } = this.#newest;
    this.#bridge.say({ kind: 'scrub', uri: text.uri, scrubbed: { name, value } });
  }
}
