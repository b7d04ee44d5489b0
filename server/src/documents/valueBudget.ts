/** The budget of memory for the values of open documents. Over it, those not seen lately are released. */

export interface ValueBudget {
  readonly bytes: number;
  /** Documents that keep their values in any case, because they may be visible beside one another. */
  readonly visibleDocuments: number;
}

/** One and a half times the values of the largest model. With 512 MiB the server exceeds 1.5 GB, see docs/reliability.md. */
export const valueBudget: ValueBudget = { bytes: 384 * 1024 * 1024, visibleDocuments: 3 };

/** @param documents those seen last come first. */
export function documentsOverBudget<Document extends { readonly releasableBytes: number }>(
  documents: readonly Document[],
  { bytes, visibleDocuments }: ValueBudget,
): readonly Document[] {
  let total = 0;
  return documents.filter(({ releasableBytes }, index) => {
    total += releasableBytes;
    return total > bytes && index >= visibleDocuments && releasableBytes > 0;
  });
}
