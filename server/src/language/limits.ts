/** Limits on the size of a file: above them it gets a problem instead of a slow editor. */

export const limits = {
  /** Expressions in a file: about as many as nodes in its forward pass. */
  expressions: 1_000_000,
  /** Nodes of the program from which on gradients that expressions ask for, each with a backward pass of its own, are refused. */
  programNodes: 2_000_000,
  /** Nodes visited by the backward passes of single expressions, summed over all of them. */
  backwardPassNodes: 1 << 25,
  /** Numbers that all nodes of forward and backward pass hold together: 256 MiB. */
  elements: 1 << 25,
  /** Brackets, minus signs and powers inside one another. */
  nestingDepth: 200,
  /** Files that import one another in a chain. */
  importDepth: 50,
  /** Calls of functions inside one another. */
  callDepth: 200,
  /** Expressions of the bodies of all calls, summed over all of them. */
  inlinedExpressions: 1_000_000,
  /** Expressions that are looked at to find out which functions call themselves. */
  cycleSearchSteps: 1_000_000,
  /** Undefined names of a file for which a similar name is looked up. */
  suggestions: 50,
} as const;
