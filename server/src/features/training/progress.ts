/** Shows that something takes its time, where the client can, and lets the user give it up. */

import { type CancellationToken, CancellationTokenSource, type Connection } from 'vscode-languageserver';

/**
 * @param cancelled the token of the request that started it: either ends the work.
 * @param isMeasured whether the work says how far it is.
 * @param work is given a way to say how far it is, in percent.
 */
export async function withProgress<T>(
  connection: Connection,
  { title, isMeasured = false }: { readonly title: string; readonly isMeasured?: boolean },
  cancelled: CancellationToken,
  work: (cancelled: CancellationToken, report: (message: string, percentage: number) => void) => Promise<T>,
): Promise<T> {
  // A client that can show no progress, or declines to, misses nothing else.
  const progress = await connection.window.createWorkDoneProgress().catch(() => undefined);
  const either = new CancellationTokenSource();
  if (cancelled.isCancellationRequested) either.cancel();
  cancelled.onCancellationRequested(() => either.cancel());
  progress?.token.onCancellationRequested(() => either.cancel());
  progress?.begin(title, isMeasured ? 0 : undefined, undefined, true);
  try {
    return await work(either.token, (message, percentage) => progress?.report(percentage, message));
  } finally {
    progress?.done();
    either.dispose();
  }
}
