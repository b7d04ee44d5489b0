/** Members such as `h.W`: the params that the calls of a statement created. */

import { limits } from '../../modelLimits.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import type { Expression } from '../../syntax/ast.ts';
import { ownerOf } from '../../syntax/tree/memberOwner.ts';
import { findSimilarName } from '../../text/findSimilarName.ts';
import type { NodeResult } from '../checkedBuilder.ts';
import type { ParamLowering } from '../inputs/paramLowering.ts';
import type { Frame } from './frame.ts';

type Member = Expression & { kind: 'member' };

export class Members {
  readonly #params: ParamLowering;
  #suggestions = 0;

  constructor(params: ParamLowering) {
    this.#params = params;
  }

  nodeOf(member: Member, frame: Frame): NodeResult {
    const { owner, path } = member;
    const { definitions } = frame.module.names;
    const name = ownerOf(member, (candidate) => frame.hasLocal(candidate) || definitions.has(candidate));
    const ownerNode = frame.resolveName(name, owner);
    if (typeof ownerNode !== 'number') return ownerNode;
    const base = frame.hasLocal(name) ? frame.fullName(owner.name) : owner.name;
    const node = this.#params.nodeOf([base, ...path].join('.'));
    return base === undefined || node === undefined ? this.#missing(member, base, frame) : node;
  }

  /** The problem of a missing member. Only the first few list the existing ones, as a file may have very many. */
  #missing(member: Member, base: string | undefined, frame: Frame): Problem {
    const { owner } = member;
    const isShown = this.#suggestions++ < limits.suggestions;
    const members = base !== undefined && isShown ? this.#params.namesUnder(base) : [];
    if (members.length === 0) return problem('no-members', frame.rangeOf(member), owner.name, member.path.join('.'));
    const wanted = member.path.join('.');
    return problem(
      'undefined-member',
      frame.rangeOf(member),
      owner.name,
      wanted,
      members.join(', '),
      findSimilarName(wanted, members),
    );
  }
}
