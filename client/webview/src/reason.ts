/** Why something failed, in the words of what was thrown. */

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
