/** The shown version of an open file. */

import type { FileAnnotations } from '../snapshot/annotations/annotation.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface FileView {
  readonly uri: string;
  readonly snapshot: Snapshot;
  /** Statements that cannot be evaluated now keep their last good annotation. */
  readonly annotations: FileAnnotations;
  /** Training steps that led to this text. */
  readonly steps: number;
  /** True if the learned params are saved beside the file. */
  readonly areLearnedParamsSaved: boolean;
}
