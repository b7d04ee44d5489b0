/** Context for the panel's numbers: the current scrub and its commands. */

import { createContext, useContext } from 'react';
import type { ScrubCommand } from '../state/actions.ts';
import type { TextVersion } from './heldNumber.ts';
import type { ScrubState } from './scrubState.ts';

export interface ScrubbingApi {
  readonly scrub: ScrubState;
  /** The displayed text; undefined if scrubbing is not allowed, because the display is outdated. */
  readonly text: TextVersion | undefined;
  readonly onCommand: (command: ScrubCommand) => void;
}

export const ScrubbingContext = createContext<ScrubbingApi | undefined>(undefined);

export function useScrubbing(): ScrubbingApi {
  const api = useContext(ScrubbingContext);
  if (!api) throw new Error('useScrubbing needs a ScrubbingContext.');
  return api;
}
