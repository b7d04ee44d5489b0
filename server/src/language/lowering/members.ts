/** `h.W`: params that a call made, by the name of the statement that calls. */

import type { NodeId } from '../../engine/ir/program.ts';
import { limits } from '../base/limits.ts';
import { similarName } from '../base/suggest.ts';
import { problem } from '../problems/problems.ts';
import type { Expression } from '../syntax/tree.ts';
import type { Unusable } from './builder.ts';
import type { Frame } from './frame.ts';
import type { Params } from './params.ts';

type Member = Expression & { kind: 'member' };

/** The name of a statement that calls several times, and the number of one of the calls: `h_2`. */
export const counted = /^(.+)_\d+$/su;

/**
 * The name whose statement makes the params of a member: of several calls in the statement `h`, the second one makes
 * `h_2.W`, unless another statement is called `h_2`.
 */
export function ownerOf({ owner }: Pick<Member, 'owner'>, isName: (name: string) => boolean): string {
  if (isName(owner.name)) return owner.name;
  const [, name] = counted.exec(owner.name) ?? [];
  return name !== undefined && isName(name) ? name : owner.name;
}

export class Members {
  readonly #params: Params;
  #suggestions = 0;

  constructor(params: Params) {
    this.#params = params;
  }

  nodeOf(member: Member, frame: Frame): NodeId | Unusable {
    const { owner, path } = member;
    const { definitions } = frame.module.names;
    const name = ownerOf(member, (candidate) => frame.owns(candidate) || definitions.has(candidate));
    const named = frame.named(name, owner);
    if (typeof named !== 'number') return named;
    const base = frame.owns(name) ? frame.fullName(owner.name) : owner.name;
    const node = this.#params.nodeOf([base, ...path].join('.'));
    return base === undefined || node === undefined ? this.#missing(member, base) : node;
  }

  /** Which members there are is looked up for the first ones that are missing: a file may have very many. */
  #missing(member: Member, base: string | undefined): Unusable {
    const { owner } = member;
    const isShown = this.#suggestions++ < limits.suggestions;
    const members = base !== undefined && isShown ? this.#params.namesUnder(base) : [];
    if (members.length === 0) return problem('no-members', member, owner.name);
    const wanted = member.path.join('.');
    return problem('undefined-member', member, owner.name, wanted, members.join(', '), similarName(wanted, members));
  }
}
