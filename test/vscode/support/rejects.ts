/** Expects a promise to reject. */
import { assert } from 'chai';

/** @param reason pattern of the error message. */
export async function rejects(promise: PromiseLike<unknown>, reason: RegExp): Promise<void> {
  const error = await promise.then(
    () => 'it could be done',
    (error: unknown) => error,
  );
  assert.match(`${error}`, reason);
}
