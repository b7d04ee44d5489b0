/** Names of optimizers in other frameworks, and what to write for them. */

import { optimizers } from '../../engine/training/optimizers.ts';

const renamed: Readonly<Record<string, string>> = {
  gd: 'sgd',
  gradient_descent: 'sgd',
  gradientdescent: 'sgd',
  gradientdescentoptimizer: 'sgd',
  momentum: 'sgd',
  nesterov: 'sgd',
};

/** The optimizer that a name means, in any case; undefined if there is none like it. */
export function optimizerFor(name: string): string | undefined {
  const lowerCase = name.toLowerCase();
  if (Object.hasOwn(renamed, lowerCase)) return renamed[lowerCase];
  return optimizers.find((optimizer) => optimizer.name === lowerCase)?.name;
}

/** `train sgd(…)` for `SGD(…)`; undefined if the function is no optimizer. */
export function trainStatementFor(name: string): string | undefined {
  const optimizer = optimizerFor(name);
  return optimizer === undefined ? undefined : `train ${optimizer}(…)`;
}
