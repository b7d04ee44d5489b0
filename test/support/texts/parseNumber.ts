/** What the user reads, read back. */

/** The number that a shown one stands for: `−2.16`, `1.2e−7`, `∞`. */
export function parseNumber(shown: string): number {
  const plain = shown.replaceAll('−', '-').replace('∞', 'Infinity');
  if (plain.trim() === '') throw new Error(`'${shown}' is no number`);
  return Number(plain);
}
