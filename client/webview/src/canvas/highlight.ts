/** What stands out on the canvas: what the editor's cursor or a pointer is on, or where the film is. */

/** All by place. */
export interface Highlight {
  readonly nodes: ReadonlySet<number>;
  readonly wires: ReadonlySet<number>;
  /** Null while no film runs: then everything is known. */
  readonly film: FilmProgress | null;
}

/** What is known so far in the film; the rest is faint. */
export interface FilmProgress {
  /** Nodes whose value is computed. */
  readonly values: ReadonlySet<number>;
  /** What has come together of the gradient of a node, as it is displayed: at a fan-out, a part of it. */
  readonly gradients: ReadonlyMap<number, string>;
  /** Wires that a gradient has flowed back through. */
  readonly wires: ReadonlySet<number>;
}

export const noHighlight: Highlight = { nodes: new Set(), wires: new Set(), film: null };
