/** `h.W`: params that a call made, by the name of the statement that calls. */

import type { NodeId } from '../../engine/ir/program.ts';
import { findSimilarName } from '../base/findSimilarName.ts';
import { limits } from '../base/limits.ts';
import { problem } from '../problems/problems.ts';
import type { Expression } from '../syntax/tree.ts';
import type { NoNode } from './builder.ts';
import type { Frame } from './frame.ts';
import type { ParamLowering } from './params.ts';

type Member = Expression & { kind: 'member' };

/** The name of a statement that calls several times, and the number of one of the calls: `h_2`. */
export const numberedCallName = /^(.+)_\d+$/su;

/**
 * The name whose statement makes the params of a member: of several calls in the statement `h`, the second one makes
 * `h_2.W`, unless another statement is called `h_2`.
 */
export function ownerOf({ owner }: Pick<Member, 'owner'>, isDefined: (name: string) => boolean): string {
  if (isDefined(owner.name)) return owner.name;
  const [, name] = numberedCallName.exec(owner.name) ?? [];
  return name !== undefined && isDefined(name) ? name : owner.name;
}

export class Members {
  readonly #params: ParamLowering;
  #suggestions = 0;

  constructor(params: ParamLowering) {
    this.#params = params;
  }

  nodeOf(member: Member, frame: Frame): NodeId | NoNode {
    const { owner, path } = member;
    const { definitions } = frame.module.names;
    const name = ownerOf(member, (candidate) => frame.hasLocal(candidate) || definitions.has(candidate));
    const ownerNode = frame.resolveName(name, owner);
    if (typeof ownerNode !== 'number') return ownerNode;
    const base = frame.hasLocal(name) ? frame.fullName(owner.name) : owner.name;
    const node = this.#params.nodeOf([base, ...path].join('.'));
    return base === undefined || node === undefined ? this.#missing(member, base) : node;
  }

  /** Which members there are is looked up for the first ones that are missing: a file may have very many. */
  #missing(member: Member, base: string | undefined): NoNode {
    const { owner } = member;
    const isShown = this.#suggestions++ < limits.suggestions;
    const members = base !== undefined && isShown ? this.#params.namesUnder(base) : [];
    if (members.length === 0) return problem('no-members', member, owner.name);
    const wanted = member.path.join('.');
    return problem(
      'undefined-member',
      member,
      owner.name,
      wanted,
      members.join(', '),
      findSimilarName(wanted, members),
    );
  }
}
