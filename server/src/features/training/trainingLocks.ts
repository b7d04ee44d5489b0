/** Locks of the files that are being trained. While one is held, no command may start from the shown numbers. */

export interface TrainingLock {
  /** Why the file is locked and what to do first, as the end of a sentence. */
  readonly busyReason: string;
  /** Stops taking steps, as the user asked. */
  readonly pause: () => void;
  /** Ends the training for a reason; absent if only the user may end it. */
  readonly end?: (reason: string) => void;
}

export class TrainingLocks {
  readonly #locks = new Map<string, TrainingLock>();
  readonly #runningUris = new Set<string>();
  readonly #listeners: (() => void)[] = [];

  get(uri: string): TrainingLock | undefined {
    return this.#locks.get(uri);
  }

  /** Does nothing if the file is locked. */
  acquire(uri: string, lock: TrainingLock): void {
    if (!this.#locks.has(uri)) this.#locks.set(uri, lock);
  }

  /** Does nothing if another lock is held. */
  release(uri: string, lock: TrainingLock): void {
    if (this.#locks.get(uri) !== lock) return;
    this.#locks.delete(uri);
    this.#setRunning(uri, false);
  }

  /** Reports whether steps are being taken. */
  reportRunning(uri: string, lock: TrainingLock, isRunning: boolean): void {
    if (this.#locks.get(uri) === lock) this.#setRunning(uri, isRunning);
  }

  /** The files whose training takes steps. */
  get runningUris(): readonly string[] {
    return [...this.#runningUris];
  }

  isRunning(uri: string): boolean {
    return this.#runningUris.has(uri);
  }

  /** Calls back when the training of a file starts or stops taking steps. */
  onRunningChanged(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #setRunning(uri: string, isRunning: boolean): void {
    if (this.#runningUris.has(uri) === isRunning) return;
    if (isRunning) this.#runningUris.add(uri);
    else this.#runningUris.delete(uri);
    for (const listener of this.#listeners) listener();
  }
}
