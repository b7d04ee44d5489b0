/** Statements of Python and other languages, by the word that they begin with. */

/** A statement that is written in another way, or can't be. */
export type ForeignStatement =
  | 'function'
  | 'definition'
  | 'branch'
  | 'loop'
  | 'class'
  | 'assignment'
  | 'attribute'
  | 'annotation'
  | 'other';

/** A statement that nothing replaces. */
export type NeedlessStatement = 'import' | 'print' | 'step';

const words: Readonly<Record<ForeignStatement | NeedlessStatement, readonly string[]>> = {
  import: ['from', 'using', 'require', 'include', 'library'],
  function: ['def', 'function', 'func', 'fun', 'lambda'],
  definition: [],
  branch: ['if', 'elif', 'else', 'switch', 'match', 'unless'],
  loop: ['for', 'while', 'repeat', 'foreach', 'do', 'break', 'continue'],
  class: ['class', 'struct', 'interface'],
  print: ['print', 'println', 'printf', 'disp', 'display'],
  step: ['backward', 'step', 'zero_grad', 'fit', 'compile', 'eval', 'no_grad', 'minimize'],
  assignment: [],
  attribute: [],
  annotation: [],
  other: ['with', 'try', 'except', 'finally', 'assert', 'del', 'pass', 'raise', 'global', 'nonlocal', 'async', 'end'],
};

const kindByWord = new Map(
  Object.entries(words).flatMap(([kind, list]) =>
    list.map((word) => [word, kind as ForeignStatement | NeedlessStatement] as const),
  ),
);

/** The kind of statement that a word begins in other languages. */
export function foreignStatement(word: string): ForeignStatement | NeedlessStatement | undefined {
  const kind = kindByWord.get(word);
  return kind === 'step' ? undefined : kind;
}

export function isNeedless(kind: ForeignStatement | NeedlessStatement): kind is NeedlessStatement {
  return kind === 'import' || kind === 'print' || kind === 'step';
}

/** True for a method that trains a model in other frameworks, as in `loss.backward()`. */
export function isTrainingCall(method: string): boolean {
  return kindByWord.get(method) === 'step';
}

/** Statements that stand alone on a line. */
const loneWords: ReadonlySet<string> = new Set(['pass', 'break', 'continue', 'end']);

export function standsAlone(word: string): boolean {
  return loneWords.has(word);
}

const continuations: ReadonlySet<string> = new Set(['elif', 'else', 'except', 'finally']);

/** True if a word continues the statement above, as `else` does. */
export function continuesBlock(word: string): boolean {
  return continuations.has(word);
}

const keywordsByName: Readonly<Record<string, string>> = {
  constant: 'const',
  cost: 'loss',
  dataset: 'data',
  final: 'const',
  input: 'data',
  learnable: 'param',
  minimize: 'loss',
  objective: 'loss',
  parameter: 'param',
  trainable: 'param',
  weight: 'param',
};

/** The keyword that a word means. */
export function keywordFor(word: string): string | undefined {
  const lowerCase = word.toLowerCase();
  return Object.hasOwn(keywordsByName, lowerCase) ? keywordsByName[lowerCase] : undefined;
}
