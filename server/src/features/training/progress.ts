/** Shows that something takes its time, where the client can, and lets the user give it up. */

import { type CancellationToken, CancellationTokenSource, type Connection } from 'vscode-languageserver';

/**
 * @param requestToken the token of the request that started it: either ends the work.
 * @param isMeasured whether the work says how far it is.
 * @param work is given a way to say how far it is, in percent.
 */
export async function withProgress<T>(
  connection: Connection,
  { title, hasPercentage = false }: { readonly title: string; readonly hasPercentage?: boolean },
  requestToken: CancellationToken,
  work: (token: CancellationToken, report: (message: string, percentage: number) => void) => Promise<T>,
): Promise<T> {
  // A client that can show no progress, or declines to, misses nothing else.
  const progress = await connection.window.createWorkDoneProgress().catch(() => undefined);
  const combined = new CancellationTokenSource();
  if (requestToken.isCancellationRequested) combined.cancel();
  requestToken.onCancellationRequested(() => combined.cancel());
  progress?.token.onCancellationRequested(() => combined.cancel());
  progress?.begin(title, hasPercentage ? 0 : undefined, undefined, true);
  try {
    return await work(combined.token, (message, percentage) => progress?.report(percentage, message));
  } finally {
    progress?.done();
    combined.dispose();
  }
}
