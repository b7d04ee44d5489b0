/** The lock of a file that is being trained. While it is held, no command may start from the shown numbers. */

export interface TrainingLock {
  /** Why the file is locked and what to do first, as the end of a sentence. */
  readonly busyReason: string;
  /** Stops the training for a reason; absent if only the user may stop it. */
  readonly stop?: (reason: string) => void;
}
