/** Training sessions for tests: led by hand, without a worker, and without a clock. */

import type { Look, Moment, SessionOrder } from '../../server/src/engine/training/session/commands.ts';
import { TrainingSession } from '../../server/src/engine/training/session/trainingSession.ts';
import type { Files } from '../../server/src/language/base/files.ts';
import { isRefusal } from '../../server/src/training/refusal.ts';
import { type SessionPlan, sessionPlan } from '../../server/src/training/sessionJob.ts';
import { evaluated } from './evaluated.ts';

export function planOf(text: string, request: Parameters<typeof sessionPlan>[1] = {}, files?: Files): SessionPlan {
  const plan = sessionPlan(evaluated(text, files), request);
  if (isRefusal(plan)) throw new Error(plan.refusal);
  return plan;
}

export const look: SessionOrder & { kind: 'look' } = {
  kind: 'look',
  isUrgent: true,
  isWhole: false,
  hasSurface: false,
  hasState: true,
};

export class LedSession {
  /** In milliseconds. */
  now = 0;
  readonly #session: TrainingSession;

  constructor({ job }: SessionPlan) {
    this.#session = new TrainingSession(job, () => this.now);
  }

  take(...orders: readonly SessionOrder[]): void {
    for (const order of orders) this.#session.take(order);
  }

  /** Gives orders, and works until there is nothing to do; what was seen meanwhile. */
  tell(...orders: readonly SessionOrder[]): Moment[] {
    this.take(...orders);
    return [...this.#session.work()].filter((moment) => moment !== undefined);
  }

  /** Works for so many slices; what was seen meanwhile. */
  work(slices: number): Moment[] {
    const moments: Moment[] = [];
    const work = this.#session.work();
    for (let slice = 0; slice < slices; slice++) {
      const { done, value } = work.next();
      if (done) break;
      if (value) moments.push(value);
    }
    return moments;
  }

  /** What there is to see once everything is done. */
  see(more: Partial<Look> = {}): Moment {
    return this.tell({ ...look, ...more }).at(-1)!;
  }
}
