/**
 * What the server pushes after each evaluation of a file, by the notification `backprop/result`, to a client that wants it:
 * the annotations that are painted behind the code, and the summary that is shown in the status bar. A client that says which
 * lines are looked at, by `backprop/view`, is sent the annotations of those: a long file has very many, and few are seen.
 */

export const resultMethod = 'backprop/result';

export const viewMethod = 'backprop/view';

/** The lines that are looked at, by the URIs of their files. It takes the place of the one before. */
export interface View {
  readonly [uri: string]: readonly LineSpan[];
}

/** Zero-based lines, the last one included. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

export interface Result {
  readonly uri: string;
  /** The version of the text document that the numbers belong to. */
  readonly version: number;
  /** In the order of the text: of all statements, or of those that end on lines that are looked at. */
  readonly decorations: readonly LineDecoration[];
  readonly summary: Summary;
}

/**
 * One annotation behind the last line of a statement. The texts are padded by the server so that they stand in columns:
 * painting them one after another, from the end of the line, aligns the file.
 */
export interface LineDecoration {
  /** Zero-based line. */
  readonly line: number;
  /** The statement's value, led by the gap that puts it into its column. */
  readonly value: string;
  /** `∂ 16`, or empty; behind a claim that does not hold, its mark, led by the gap. */
  readonly gradient: string;
  /** How large the gradient is beside the others of the file, by its `gradientScale.ts`; present where colours are to say so. */
  readonly level?: number;
  /** `→ −2.16`, or empty. */
  readonly update: string;
  /** True when the numbers are the last good ones of a statement that can't be evaluated now. */
  readonly stale: boolean;
}

export interface Summary {
  /** What the gradients are taken of, `L`; null in a file without a loss. */
  readonly root: string | null;
  /** Present where that is not the file's own losses, but what the user picked. */
  readonly isPicked?: true;
  /** The objective as it is displayed; null when there is none or it can't be evaluated now. */
  readonly objective: string | null;
  /** How many steps of training led to this text. */
  readonly steps: number;
  /** How many problems of severity error the file has. */
  readonly errors: number;
}
