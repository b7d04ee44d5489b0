/** Functions of other frameworks that draw random numbers, and the initializers of params that do so here. */

import { distributionNamed } from '../../engine/operators/draws/distributions.ts';
import { initializers } from '../../engine/training/initializers.ts';

const renamed: Readonly<Record<string, string>> = {
  glorot_normal: 'glorot',
  glorot_uniform: 'glorot',
  he_normal: 'he',
  he_uniform: 'he',
  kaiming: 'he',
  kaiming_normal: 'he',
  kaiming_uniform: 'he',
  rand: 'uniform',
  randn: 'normal',
  random: 'uniform',
  random_normal: 'normal',
  random_sample: 'uniform',
  random_uniform: 'uniform',
  standard_normal: 'normal',
  truncated_normal: 'normal',
  xavier: 'glorot',
  xavier_normal: 'glorot',
  xavier_uniform: 'glorot',
};

/** The notation here for a call that draws. */
interface DrawnParam {
  readonly text: string;
  /** A random node instead, if its numbers are drawn from a distribution. */
  readonly node?: string;
  readonly isComplete: boolean;
}

/** The initializer that a function of other frameworks is here, if its arguments are those of a call in an expression. */
export function initializerFor(name: string): string | undefined {
  if (Object.hasOwn(renamed, name)) return renamed[name];
  return initializers.find((initializer) => initializer.name === name)?.name;
}

/**
 * `param W[3, 4] ~ glorot()` for `W = glorot(3, 4)`. The first arguments of `normal` and `uniform` are those of the
 * distribution, and the shape follows them; the arguments of all others are the shape.
 * @param args undefined for an argument that is not a plain number or name.
 */
export function drawnParam(param: string, name: string, args: readonly (string | undefined)[]): DrawnParam {
  const initializer = initializerFor(name)!;
  const hasParameters = name === 'normal' || name === 'uniform';
  const own = hasParameters ? args.slice(0, 2) : [];
  const shape = args.slice(own.length);
  const isComplete = shape.length > 0 && args.every((argument) => argument !== undefined);
  const lengths = shape.length === 0 ? '…' : shape.map((length) => length ?? '…').join(', ');
  const node = `${param}[${lengths}] ~ ${initializer}(${own.map((argument) => argument ?? '…').join(', ')})`;
  return { text: `param ${node}`, ...(distributionNamed(initializer) && { node }), isComplete };
}
