/** Names of numbers, attributes and modules in other languages, and what to write for them. */

const numbers: Readonly<Record<string, string>> = {
  true: '1',
  True: '1',
  TRUE: '1',
  false: '0',
  False: '0',
  FALSE: '0',
  e: String(Math.E),
  pi: String(Math.PI),
  PI: String(Math.PI),
  π: String(Math.PI),
};

/** The number that a name means in other languages. */
export function numberNamed(name: string): string | undefined {
  return Object.hasOwn(numbers, name) ? numbers[name] : undefined;
}

const absentValues: ReadonlySet<string> = new Set(['None', 'none', 'null', 'nil', 'undefined']);

/** True if a name means that there is no value. */
export function isAbsentValue(name: string): boolean {
  return absentValues.has(name);
}

const attributes: Readonly<Record<string, (owner: string) => string>> = {
  grad: (owner) => `∂L/∂${owner}`,
  mT: (owner) => `matrix_transpose(${owner})`,
  shape: (owner) => `size(${owner}, 0)`,
  size: (owner) => `size(${owner})`,
};

/** What to write for an attribute of a tensor in NumPy or PyTorch. */
export function attributeHere(owner: string, attribute: string): string | undefined {
  return Object.hasOwn(attributes, attribute) ? attributes[attribute](owner) : undefined;
}

const modules: ReadonlySet<string> = new Set([
  ...['F', 'Math', 'cp', 'functional', 'jax', 'jnp', 'keras', 'math', 'nn', 'np', 'numpy', 'optim', 'scipy', 'tf'],
  ...['tensorflow', 'torch', 'cupy', 'mx', 'onp', 'sp', 'pd', 'pandas', 'plt', 'matplotlib', 'sklearn', 'random'],
]);

/** True for a module of Python, as in `np.exp(x)`. */
export function isForeignModule(name: string): boolean {
  return modules.has(name);
}
