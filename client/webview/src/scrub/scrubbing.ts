/** What the numbers of the panel know of the one that is tried out, and what they may do. */

import { createContext, useContext } from 'react';
import type { Scrub, ScrubAct, TextVersion } from './scrub.ts';

export interface Scrubbing {
  readonly scrub: Scrub;
  /** What is shown; undefined where nothing of it may be tried out, because it isn't what the text says now. */
  readonly text: TextVersion | undefined;
  readonly onAct: (act: ScrubAct) => void;
}

export const ScrubbingContext = createContext<Scrubbing | undefined>(undefined);

export function useScrubbing(): Scrubbing {
  const scrubbing = useContext(ScrubbingContext);
  if (!scrubbing) throw new Error('Numbers are tried out in the panel only.');
  return scrubbing;
}
