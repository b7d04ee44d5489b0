/** Limits on the size of a model. Beyond them it gets a problem instead of making the editor slow. */

export const limits = {
  /** UTF-16 units of a file. Longer ones are not parsed. */
  fileLength: 1 << 24,
  /** UTF-16 units of a name. */
  nameLength: 10_000,
  /** UTF-16 units of a string, with its quotes. */
  stringLength: 10_000,
  /** Statements in a file, including those in function bodies. */
  statements: 500_000,
  /** Expressions in a file; its forward pass has about as many nodes. */
  expressions: 1_000_000,
  /** Nodes of the program, including the backward passes of gradient expressions. */
  programNodes: 2_000_000,
  /** Nodes visited by the backward passes of all gradient expressions together. */
  backwardPassNodes: 1 << 25,
  /** Elements of all nodes of the forward and backward pass together: 256 MiB. */
  elements: 1 << 25,
  /** Elements of all tables and tensors that a model reads from files: 512 MiB. */
  fileElements: 1 << 26,
  /** Depth of nested brackets, minus signs and powers. */
  nestingDepth: 200,
  /** Length of a chain of imports. */
  importDepth: 50,
  /** UTF-16 units of all imported files together. Their statements and expressions have the limits of one file. */
  importedLength: 1 << 24,
  /** Depth of nested function calls. */
  callDepth: 200,
  /** Expressions in the inlined bodies of all calls together. */
  inlinedExpressions: 1_000_000,
  /** Statements of all blocks together, counted at each step. */
  blockStatements: 50_000,
  /** Expressions visited in the search for recursive functions. */
  cycleSearchSteps: 1_000_000,
  /** Undefined names of a file for which a similar name is searched. */
  suggestions: 50,
} as const;
