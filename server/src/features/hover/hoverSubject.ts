/** What a hover describes. */

import type { NodeId } from '../../engine/ir/program.ts';
import type { Range } from '../../language/base/lines.ts';
import type { Param } from '../../language/lowering/model.ts';
import type { FunctionDefinition, Statement } from '../../language/syntax/nodes.ts';

export interface HoverSubject {
  readonly range: Range;
  /** The source that the hover is headed with. */
  readonly heading: string;
  /** Sentences that say what it is, before its numbers. */
  readonly introduction?: readonly string[];
  /** Absent where it has no value now, or never has one. */
  readonly node?: NodeId;
  /** What the node is called here, where it may have another name outside of the function. */
  readonly name?: string;
  /** The function that it stands in. */
  readonly function?: FunctionDefinition;
  /** Params that were made with it. */
  readonly createdParams?: readonly Param[];
  /** The statement that gives the value its name, where it has one. */
  readonly definition?: Statement & { readonly name?: { readonly name: string } };
  /** In the body of a function, which call its numbers are those of. */
  readonly shownCall?: string;
  /** Sentences about it, below its numbers: the comment above its definition, what an operator computes. */
  readonly docs: readonly string[];
}
