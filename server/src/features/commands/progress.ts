/** Progress of a long-running command, which the user can cancel. */

import { type CancellationToken, CancellationTokenSource, type Connection } from 'vscode-languageserver';

/**
 * @param requestToken the token of the request. It and the cancel button of the progress both cancel the work.
 * @param work gets a function that reports progress in percent.
 */
export async function withProgress<T>(
  connection: Connection,
  { title, hasPercentage = false }: { readonly title: string; readonly hasPercentage?: boolean },
  requestToken: CancellationToken,
  work: (token: CancellationToken, report: (message: string, percentage: number) => void) => Promise<T>,
): Promise<T> {
  // Clients without progress display can still run the work.
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
