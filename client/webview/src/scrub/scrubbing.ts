/** What the numbers of the panel know of the one that is tried out, and what they may do. */

import { createContext, useContext } from 'react';
import type { ScrubCommand, ScrubState, TextVersion } from './scrub.ts';

export interface ScrubbingApi {
  readonly scrub: ScrubState;
  /** What is shown; undefined where nothing of it may be tried out, because it isn't what the text says now. */
  readonly text: TextVersion | undefined;
  readonly onCommand: (act: ScrubCommand) => void;
}

export const ScrubbingContext = createContext<ScrubbingApi | undefined>(undefined);

export function useScrubbing(): ScrubbingApi {
  const api = useContext(ScrubbingContext);
  if (!api) throw new Error('Numbers are tried out in the panel only.');
  return api;
}
