/** The subject of a hover. */

import type { NodeId } from '../../engine/ir/program.ts';
import type { Param } from '../../language/lowering/model.ts';
import type { FunctionDefinition, Statement } from '../../language/syntax/ast.ts';
import type { Range } from '../../language/text/lines.ts';

export interface HoverSubject {
  readonly range: Range;
  /** Source text. */
  readonly heading: string;
  /** Sentences before the numbers. */
  readonly introduction?: readonly string[];
  /** Absent if it has no value. */
  readonly node?: NodeId;
  /** The local name of the node, if it may differ from the name outside the function. */
  readonly name?: string;
  /** The enclosing function. */
  readonly function?: FunctionDefinition;
  /** Params created by the call. */
  readonly createdParams?: readonly Param[];
  /** The statement that names the value. */
  readonly definition?: Statement & { readonly name?: { readonly name: string } };
  /** Inside a function, the call whose numbers are displayed. */
  readonly shownCall?: string;
  /** Sentences after the numbers: the comment above the definition, or the description of an operator. */
  readonly docs: readonly string[];
}
