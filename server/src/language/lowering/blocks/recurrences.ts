/** The recurrences whose blocks are being lowered. */

import type { NodeId } from '../../../engine/ir/program.ts';

/** The steps of a recurrence so far. */
export interface Steps {
  /** The node of each step from 0 on. */
  readonly nodes: NodeId[];
  /** The variable of its block. */
  readonly variable: string;
  /** The number of initial steps. */
  initialCount: number;
  /** True if a step has no node, so that later ones have none either, without a problem of their own. */
  hasFailed: boolean;
}

export class Recurrences {
  readonly #stepsByName = new Map<string, Steps>();

  get isEmpty(): boolean {
    return this.#stepsByName.size === 0;
  }

  get(name: string): Steps | undefined {
    return this.#stepsByName.get(name);
  }

  /** Begins a recurrence, or begins it again. */
  begin(name: string, variable: string): Steps {
    const steps = { nodes: [], variable, initialCount: 0, hasFailed: false };
    this.#stepsByName.set(name, steps);
    return steps;
  }

  end(name: string): void {
    this.#stepsByName.delete(name);
  }
}
