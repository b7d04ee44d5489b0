/** Training sessions that a test drives by hand, without a worker or a clock. */

import { EngineSession } from '../../../server/src/engine/training/session/engineSession.ts';
import type {
  PollRequest,
  SessionCommand,
  SessionState,
} from '../../../server/src/engine/training/session/sessionCommands.ts';
import type { Files } from '../../../server/src/language/names/modules/files.ts';
import { isRefusal } from '../../../server/src/language/problems/refusal.ts';
import { createSessionSetup, type SessionSetup } from '../../../server/src/training/sessionSetup.ts';
import { evaluated } from '../models/evaluated.ts';

export function planOf(
  text: string,
  request: Parameters<typeof createSessionSetup>[1] = {},
  files?: Files,
): SessionSetup {
  const setup = createSessionSetup(evaluated(text, files), request);
  if (isRefusal(setup)) throw new Error(setup.refusal);
  return setup;
}

export const pollCommand: SessionCommand & { kind: 'poll' } = {
  kind: 'poll',
  isUrgent: true,
  isFull: false,
  includesSurface: false,
  includesConfusion: false,
  includesRunState: true,
};

export class ManualSession {
  /** In milliseconds. */
  now = 0;
  readonly #session: EngineSession;

  constructor({ job }: SessionSetup) {
    this.#session = new EngineSession(job, () => this.now);
  }

  send(...commands: readonly SessionCommand[]): void {
    for (const command of commands) this.#session.handle(command);
  }

  /** Sends commands and runs until idle; returns the reported states. */
  run(...commands: readonly SessionCommand[]): SessionState[] {
    this.send(...commands);
    return [...this.#session.work()].filter((state) => state !== undefined);
  }

  /** Runs for a number of slices; returns the reported states. */
  work(slices: number): SessionState[] {
    const states: SessionState[] = [];
    const work = this.#session.work();
    for (let slice = 0; slice < slices; slice++) {
      const { done, value } = work.next();
      if (done) break;
      if (value) states.push(value);
    }
    return states;
  }

  /** Lets time pass: runs whenever a step is due. */
  runFor(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (;;) {
      this.run();
      const { delay } = this.#session;
      if (delay === undefined || this.now + delay >= end) break;
      this.now += delay;
    }
    this.now = end;
  }

  /** Runs until idle and returns the final state. */
  poll(more: Partial<PollRequest> = {}): SessionState {
    return this.run({ ...pollCommand, ...more }).at(-1)!;
  }
}
