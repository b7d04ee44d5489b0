/** Messages whose outcome does not matter. */

/** Ignores the outcome of a message that the client may decline, or not receive because it has exited. */
export function fireAndForget(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}
