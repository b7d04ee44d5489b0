/** Every problem that a file can have: its code, how grave it is, and the sentence that the user reads. */

import { limits } from './limits.ts';

export type Severity = 'error' | 'warning';

export type Family = 'syntax' | 'names' | 'shapes' | 'training' | 'claims' | 'limits';

interface Row<Details extends readonly unknown[]> {
  readonly family: Family;
  readonly severity: Severity;
  readonly text: (...details: Details) => string;
}

function error<Details extends readonly unknown[]>(
  family: Family,
  text: (...details: Details) => string,
): Row<Details> {
  return { family, severity: 'error', text };
}

function warning<Details extends readonly unknown[]>(
  family: Family,
  text: (...details: Details) => string,
): Row<Details> {
  return { family, severity: 'warning', text };
}

const count = new Intl.NumberFormat('en-US');

export const problemTable = {
  'unclosed-bracket': error(
    'syntax',
    (opener: string, closer: string) => `'${closer}' expected to close this '${opener}'`,
  ),
  'stray-bracket': error('syntax', (bracket: string) => `this '${bracket}' closes nothing`),
  'missing-operand': error('syntax', (before: string) => `a value is missing after '${before}'`),
  'missing-name': error('syntax', (keyword: string) => `a name is missing after '${keyword}'`),
  'missing-equals': error('syntax', (before: string) => `'=' and a value are missing after '${before}'`),
  'missing-approximately': error(
    'syntax',
    () => "an expectation compares two values: expect a ≈ b (type '~=' for '≈')",
  ),
  'missing-optimizer': error('syntax', () => "an optimizer is missing after 'train', as in train sgd(lr = 0.1)"),
  'incomplete-gradient': error('syntax', () => 'a gradient is written ∂L/∂x, or grad(L, x)'),
  'unexpected-token': error('syntax', (token: string) => `'${token}' is not expected here`),
  'not-a-statement': error('syntax', (token: string) => `a statement can't start with '${token}'`),
  'unexpected-character': error('syntax', (character: string) => `the character ${character} has no meaning here`),
  'malformed-number': error('syntax', (text: string) => `'${text}' is neither a number nor a name`),
  'number-too-large': error('syntax', (text: string) => `${text} is larger than a float64 can hold`),
  'keyword-as-name': error('syntax', (keyword: string) => `'${keyword}' is a keyword and can't be a name`),

  'undefined-name': error('names', (name: string, similar?: string) =>
    similar === undefined ? `'${name}' is not defined` : `'${name}' is not defined; did you mean '${similar}'?`,
  ),
  'used-before-definition': error(
    'names',
    (name: string, line: number) => `'${name}' is used before its definition in line ${line}`,
  ),
  'defined-by-itself': error('names', (name: string) => `'${name}' is defined by itself`),
  'defined-twice': error('names', (name: string, line: number) => `'${name}' is already defined in line ${line}`),
  'undefined-function': error('names', (name: string, similar?: string) =>
    similar === undefined
      ? `there is no function '${name}'`
      : `there is no function '${name}'; did you mean '${similar}'?`,
  ),
  'undefined-optimizer': error(
    'names',
    (name: string, known: string) => `there is no optimizer '${name}'; there is ${known}`,
  ),
  'not-a-value': error('names', (name: string) => `'${name}' is a function and needs its operands: ${name}(…)`),
  'not-constant': error(
    'names',
    (keyword: string, name: string, kind: string) =>
      `${keyword === 'data' ? 'data' : `a ${keyword}`} is made of numbers, consts and data, and '${name}' is a ${kind}`,
  ),
  'too-many-arguments': error(
    'names',
    (callee: string, signature: string) => `${callee} takes fewer arguments: ${signature}`,
  ),
  'missing-argument': error(
    'names',
    (callee: string, parameter: string, signature: string) => `${callee} needs '${parameter}': ${signature}`,
  ),
  'unknown-argument': error(
    'names',
    (callee: string, name: string, signature: string) => `${callee} has no argument '${name}': ${signature}`,
  ),
  'argument-twice': error('names', (callee: string, parameter: string) => `${callee} is given '${parameter}' twice`),
  'not-an-axis': error('names', () => 'an axis is a whole number such as 0 or −1, or a list of them'),
  'not-a-switch': error('names', (parameter: string) => `'${parameter}' is 1 or 0`),
  'trained-twice': error('names', (line: number) => `how to train is already said in line ${line}`),

  'shape-mismatch': error('shapes', (mismatch: string) => mismatch),
  'ragged-list': error(
    'shapes',
    (expected: string, found: string) =>
      `the items of a list have one shape: this one is ${found}, the first ${expected}`,
  ),
  'not-a-number-list': error('shapes', () => 'a list holds numbers and lists of numbers'),
  'empty-list': error('shapes', () => 'an empty list has no value'),
  'loss-not-scalar': error(
    'shapes',
    (name: string, shape: string) => `a loss is a scalar and ${name} is ${shape}; wrap it in mean(…) or sum(…)`,
  ),
  'gradient-of-tensor': error(
    'shapes',
    (label: string, shape: string) => `∂${label} needs a scalar and ${label} is ${shape}; take its sum(…) or mean(…)`,
  ),
  'data-without-samples': error(
    'shapes',
    (name: string) => `data has an axis of samples and ${name} is a scalar; write [${name}₁, ${name}₂, …]`,
  ),
  'data-lengths-differ': error(
    'shapes',
    (name: string, length: number, first: string, firstLength: number) =>
      `all data share the axis of samples: ${name} has ${length}, ${first} has ${firstLength}`,
  ),
  'not-scalar': error('shapes', (what: string, shape: string) => `${what} is a scalar, not ${shape}`),

  'param-not-reached': warning(
    'training',
    (name: string, root: string) => `${root} doesn't depend on ${name}, so training never moves it`,
  ),

  'expectation-failed': error(
    'claims',
    (left: string, right: string, difference: string) => `${left} ≉ ${right}: they differ by ${difference}`,
  ),

  'too-deep': error('limits', () => `brackets, minus signs and powers nest at most ${limits.depth} deep`),
  'too-many-expressions': error(
    'limits',
    () => `a file holds at most ${count.format(limits.expressions)} expressions; nothing from here on is read`,
  ),
  'too-many-nodes': error(
    'limits',
    () =>
      `this gradient needs a reverse pass of its own, and all passes together have at most ${count.format(limits.nodes)} nodes`,
  ),
  'too-many-elements': error(
    'limits',
    (elements: number) =>
      `all values and gradients together hold at most ${count.format(limits.elements)} numbers; with this there would be ${count.format(elements)}`,
  ),
  'too-slow': error('limits', (seconds: number) => `the evaluation was stopped: it takes more than ${seconds} s`),
  'engine-lost': error(
    'limits',
    (reason: string) => `the evaluation was lost: ${reason}; the next change starts it anew`,
  ),
} as const;

export type ProblemCode = keyof typeof problemTable;

/** Offsets into the text in UTF-16 units; the end is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Problem extends Range {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
}

export function problem<Code extends ProblemCode>(
  code: Code,
  { start, end }: Range,
  ...details: Parameters<(typeof problemTable)[Code]['text']>
): Problem {
  const { severity, text } = problemTable[code];
  // The table's rows differ in their parameters; the signature above has checked these against the row of this code.
  const message = (text as (...details: readonly unknown[]) => string)(...details.map(shortened));
  return { code, severity, start, end, message };
}

/** A name or a number of the text may be as long as the file. */
const longestDetail = 200;

function shortened(detail: unknown): unknown {
  return typeof detail === 'string' && detail.length > longestDetail ? `${detail.slice(0, longestDetail)}…` : detail;
}
