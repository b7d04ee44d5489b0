/** Counts in messages. */

/** `1,240`. */
export function formatCount(count: number): string {
  return countFormat.format(count);
}

const countFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
