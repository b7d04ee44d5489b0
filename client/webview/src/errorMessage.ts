/** Why something failed, in the words of what was thrown. */

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
