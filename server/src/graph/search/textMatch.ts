/** The quality of the match of a text with a query, ignoring case. */

export const matchRanks = { exact: 0, prefix: 1, wordStart: 2, substring: 3 } as const;

/** One of `matchRanks`. */
export type MatchRank = (typeof matchRanks)[keyof typeof matchRanks];

/** The form in which texts and queries are compared. */
export function searchForm(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('−', '-');
}

/** @param query in its search form. @returns undefined if the text does not contain the query. */
export function matchRank(text: string, query: string): MatchRank | undefined {
  const searched = searchForm(text);
  let offset = searched.indexOf(query);
  if (offset < 0) return undefined;
  if (offset === 0) return searched.length === query.length ? matchRanks.exact : matchRanks.prefix;
  // Positions are those of the text unless its search form has another length.
  const original = searched.length === text.length ? text : searched;
  for (; offset > 0; offset = searched.indexOf(query, offset + 1))
    if (isWordStart(original, offset)) return matchRanks.wordStart;
  return matchRanks.substring;
}

/** True after a separator, at a capital in camel case, and at a number. */
function isWordStart(text: string, offset: number): boolean {
  const [before, after] = [text[offset - 1], text[offset]];
  if (!/[\p{L}\p{M}\p{N}]/u.test(before)) return true;
  if (/\p{N}/u.test(after)) return !/\p{N}/u.test(before);
  return /\p{Lu}/u.test(after) && !/\p{Lu}/u.test(before);
}
