/** Parses displayed numbers. */

/** The value of a displayed number: `−2.16`, `1.2e−7`, `∞`. */
export function parseNumber(text: string): number {
  const ascii = text.replaceAll('−', '-').replace('∞', 'Infinity');
  if (ascii.trim() === '') throw new Error(`'${text}' is no number`);
  return Number(ascii);
}
