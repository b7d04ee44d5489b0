/** The condition that ends a run: a computed setting. It is evaluated over all training samples at the end of each epoch, and holds if it is not 0. */

export const conditionName = 'until';
