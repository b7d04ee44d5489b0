/** Asks for the film of what is shown, one question at a time: of graphs that come meanwhile the last one alone is asked about. */

import type { Film } from '../../../../server/src/protocol/film.ts';
import type { Graph } from '../../../../server/src/protocol/graph.ts';
import { reasonOf } from '../reason.ts';
import type { PlayerAct } from './player.ts';

type Structured = Pick<Graph, 'structureCount'>;

export class LatestFilm {
  readonly #ask: () => Promise<Film>;
  readonly #onAct: (act: PlayerAct) => void;
  /** What is shown; undefined while no film of it is wanted. */
  #graph: Structured | undefined;
  #isAsking = false;

  /** @param ask for the film of what the server has sent last. */
  constructor(ask: () => Promise<Film>, onAct: (act: PlayerAct) => void) {
    this.#ask = ask;
    this.#onAct = onAct;
  }

  follow(graph: Structured): void {
    this.#graph = graph;
    if (!this.#isAsking) this.#askOn();
  }

  stop(): void {
    this.#graph = undefined;
  }

  async #askOn(): Promise<void> {
    this.#isAsking = true;
    for (let asked: Structured | undefined; this.#graph !== asked && this.#graph !== undefined; ) {
      asked = this.#graph;
      const act = await this.#ask().then(came, missing);
      if (this.#isOf(asked, act)) this.#onAct(act);
    }
    this.#isAsking = false;
  }

  /** A film may be of newer numbers than those that are shown, or of older ones, but not of another structure. */
  #isOf(asked: Structured, act: PlayerAct): boolean {
    return act.kind === 'came' ? act.film.structureCount === this.#graph?.structureCount : this.#graph === asked;
  }
}

function came(film: Film): PlayerAct {
  return { kind: 'came', film };
}

function missing(error: unknown): PlayerAct {
  return { kind: 'missing', reason: reasonOf(error) };
}
