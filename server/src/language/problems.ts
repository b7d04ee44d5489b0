/** Every problem that a file can have: its code, how grave it is, and the sentence that the user reads. */

import { limits } from './limits.ts';
import type { Range } from './lines.ts';
import { shortened } from './shortened.ts';

export type Severity = 'error' | 'warning';

interface Row<Details extends readonly unknown[]> {
  readonly severity: Severity;
  readonly text: (...details: Details) => string;
}

function error<Details extends readonly unknown[]>(text: (...details: Details) => string): Row<Details> {
  return { severity: 'error', text };
}

function warning<Details extends readonly unknown[]>(text: (...details: Details) => string): Row<Details> {
  return { severity: 'warning', text };
}

/** Of a longer name, number or sentence about shapes a message holds the beginning. */
const longestDetail = 200;

const count = new Intl.NumberFormat('en-US');

export const problemTable = {
  'unclosed-bracket': error((opener: string, closer: string) => `'${closer}' expected to close this '${opener}'`),
  'stray-bracket': error((bracket: string) => `this '${bracket}' closes nothing`),
  'missing-operand': error((before: string) => `a value is missing after '${before}'`),
  'missing-name': error((keyword: string) => `a name is missing after '${keyword}'`),
  'missing-equals': error((before: string) => `'=' and a value are missing after '${before}'`),
  'missing-approximately': error(() => "an expectation compares two values: expect a ≈ b (type '~=' for '≈')"),
  'missing-optimizer': error(() => "an optimizer is missing after 'train', as in train sgd(lr = 0.1)"),
  'missing-initialiser': error(
    (name: string) => `a param is written param ${name} = 0.5, or drawn: param ${name}[4, 8] ~ normal(0, 0.5)`,
  ),
  'missing-path': error(() => 'the path of a file is missing after \'import\', as in import "layers.bp"'),
  'incomplete-function': error(
    () => "a function is written fn f(x) = x^2, or with statements in braces of which the last is 'return …'",
  ),
  'empty-index': error(() => "an index is missing between '[' and ']', as in a[0] or a[1:3]"),
  'incomplete-gradient': error(() => 'a gradient is written ∂L/∂x, or grad(L, x)'),
  'missing-operator': error(
    (left: string, right: string) =>
      `an operator is missing between '${left}' and '${right}'; a product is written with *`,
  ),
  'missing-comma': error((before: string) => `a ',' is missing before '${before}'`),
  'decimal-comma': error(
    (whole: string, decimals: string) =>
      `a decimal number is written with a point, ${whole}.${decimals}, and a list in brackets, [${whole}, ${decimals}]`,
  ),
  'leading-plus': error(() => "a '+' before a value is left out"),
  'call-without-brackets': error(
    (name: string, operand: string) => `${name} needs brackets: ${name}(${operand === '(' ? '…' : operand})`,
  ),
  'method-call': error((name: string, owner: string) => `a function takes its operand in brackets: ${name}(${owner})`),
  'comment-sign': error(() => "a comment begins with '#'"),
  'unknown-keyword': error((word: string, name: string, similar?: string) =>
    similar === undefined
      ? `'${word}' is not a keyword; a node is written ${name} = …`
      : `'${word}' is not a keyword; did you mean '${similar}'?`,
  ),
  'hyphen-in-name': error((name: string) => `a name has no '-'; write ${name}`),
  'digit-before-name': error((text: string) => `a name can't begin with a digit, as '${text}' does`),
  'unexpected-token': error((token: string) => `'${token}' is not expected here`),
  'not-a-statement': error((token: string) => `a statement can't start with '${token}'`),
  'unexpected-character': error((character: string, instead?: string) =>
    instead === undefined
      ? `the character ${character} has no meaning here`
      : `the character ${character} has no meaning here; write ${instead}`,
  ),
  'malformed-number': error(
    (text: string, product: string) => `'${text}' is neither a number nor a name; a product is written ${product}`,
  ),
  'number-too-large': error((text: string) => `${text} is larger than a float64 can hold`),
  'keyword-as-name': error((keyword: string) => `'${keyword}' is a keyword and can't be a name`),

  'undefined-name': error((name: string, similar?: string) =>
    similar === undefined ? `'${name}' is not defined` : `'${name}' is not defined; did you mean '${similar}'?`,
  ),
  'used-before-definition': error(
    (name: string, line: number) => `'${name}' is used before its definition in line ${line}`,
  ),
  'defined-by-itself': error((name: string) => `'${name}' is defined by itself`),
  'defined-twice': error((name: string, line: number) => `'${name}' is already defined in line ${line}`),
  'undefined-function': error((name: string, similar?: string) =>
    similar === undefined
      ? `there is no function '${name}'`
      : `there is no function '${name}'; did you mean '${similar}'?`,
  ),
  'undefined-optimizer': error((name: string, known: string, similar?: string) =>
    similar === undefined
      ? `there is no optimizer '${name}'; there is ${known}`
      : `there is no optimizer '${name}'; did you mean '${similar}'?`,
  ),
  'not-a-setting': error((name: string, words: string) => `'${name}' is ${words}, known before anything runs`),
  'not-a-value': error((name: string) => `'${name}' is a function and needs its operands: ${name}(…)`),
  'not-constant': error(
    (keyword: string, name: string, kind: string) =>
      `${keyword === 'data' ? 'data' : `a ${keyword}`} is made of numbers, consts and data, and '${name}' is a ${kind}`,
  ),
  'depends-on-param': error(
    (keyword: string, param: string) =>
      `${keyword === 'data' ? 'data' : `a ${keyword}`} is made of numbers, consts and data, and this depends on the param ${param}`,
  ),
  'too-many-arguments': error((callee: string, signature: string) => `${callee} takes fewer arguments: ${signature}`),
  'missing-argument': error(
    (callee: string, parameter: string, signature: string) => `${callee} needs '${parameter}': ${signature}`,
  ),
  'unknown-argument': error(
    (callee: string, name: string, signature: string) => `${callee} has no argument '${name}': ${signature}`,
  ),
  'argument-twice': error((callee: string, parameter: string) => `${callee} is given '${parameter}' twice`),
  'not-an-axis': error(() => 'an axis is a whole number such as 0 or −1, or a list of them'),
  'not-a-switch': error((parameter: string) => `'${parameter}' is 1 or 0`),
  'not-a-shape': error(() => 'a shape is a whole number or a list of them, known before anything runs, as [2, 3]'),
  'not-wholes': error(
    (parameter: string) => `'${parameter}' is a whole number for each axis, known before anything runs, as in [1, 0]`,
  ),
  'not-a-length': error(() => 'the length of an axis is a whole number from 0, known before anything runs'),
  'not-a-count': error((parameter: string) => `'${parameter}' is a whole number from 0, known before anything runs`),
  'not-known': error((parameter: string) => `'${parameter}' is a number that is known before anything runs`),
  'not-a-reduction': error(() => 'a reduction is "mean", "sum" or "none"'),
  'not-a-list': error((parameter: string) => `'${parameter}' is a list of tensors, as in [a, b]`),
  'not-an-index': error(
    () =>
      'an index is a whole number or a slice such as 1:3; to pick by a tensor of indices there is gather(x, indices)',
  ),
  'string-not-here': error(() => 'a text in quotes is no value; it names a file, a column, a reduction or a precision'),
  'csv-not-here': error(() => 'csv(…) stands alone in a data statement, as in data X = csv("iris.csv")'),
  'csv-arguments': error(() => 'csv takes a file and perhaps columns: csv("iris.csv", columns = ["a", "b"])'),
  'undefined-initialiser': error((name: string, known: string, similar?: string) =>
    similar === undefined
      ? `there is no initialiser '${name}'; there is ${known}`
      : `there is no initialiser '${name}'; did you mean '${similar}'?`,
  ),
  'not-drawn': error((initialiser: string, reason: string) => `${initialiser} can't draw: ${reason}`),
  'no-members': error((owner: string) => `${owner} has no params of its own: no function that it calls makes any`),
  'undefined-member': error((owner: string, member: string, members: string, similar?: string) =>
    similar === undefined
      ? `${owner} has no param '${member}'; it has ${members}`
      : `${owner} has no param '${member}'; did you mean '${similar}'?`,
  ),
  'member-of-parameter': error(
    (name: string) => `'${name}' is a parameter, and only what a statement names has params: pass the param itself`,
  ),
  'param-not-here': error(
    (callee: string) => `${callee} makes params; call it in a node or a loss, after which they are named`,
  ),
  'return-outside': error(() => "'return' stands in the body of a function, between braces"),
  'missing-return': error((name: string) => `${name} returns nothing; its last statement is 'return …'`),
  'after-return': error(() => "nothing follows 'return' in a function"),
  'not-in-function': error((keyword: string) =>
    keyword === 'import' || keyword === 'fn'
      ? `'${keyword}' stands outside of functions`
      : `a function holds consts, params and nodes, and no '${keyword}'`,
  ),
  'parameter-twice': error((name: string) => `the parameter '${name}' is named twice`),
  'not-a-function-name': error(
    (name: string) => `${name}(…) has a meaning of its own, and no function can be called so`,
  ),
  'recursive-function': error((cycle: string) => `a function can't call itself: ${cycle}`),
  'too-many-calls': error(() => `functions call one another at most ${limits.calls} deep`),
  'too-much-inlined': error(
    () => `all calls of functions together hold at most ${count.format(limits.inlined)} expressions`,
  ),
  'not-imported': error(
    (name: string, kind: string, file: string) =>
      `'${name}' is ${kind === 'data' ? 'data' : `a ${kind}`} of ${file}, and only its functions and consts can be used elsewhere`,
  ),
  'file-trouble': error((trouble: string) => trouble),
  'import-cycle': error((way: string) => `files can't import one another in a circle: ${way}`),
  'too-many-imports': error(() => `files import one another at most ${limits.imports} deep`),
  'import-broken': error(
    (name: string, line: number, message: string) => `${name} has an error in line ${line}: ${message}`,
  ),
  'trained-twice': error((line: number) => `how to train is already said in line ${line}`),

  'shape-mismatch': error((mismatch: string) => mismatch),
  'ragged-list': error(
    (expected: string, found: string) =>
      `the items of a list have one shape: this one is ${found}, the first ${expected}`,
  ),
  'empty-list': error(() => 'an empty list has no value'),
  'loss-not-scalar': error(
    (name: string, shape: string) => `a loss is a scalar and ${name} is ${shape}; wrap it in mean(…) or sum(…)`,
  ),
  'gradient-of-tensor': error(
    (label: string, shape: string) => `a gradient is of a scalar, and ${label} is ${shape}; take its sum(…) or mean(…)`,
  ),
  'data-without-samples': error(
    (name: string) => `data has an axis of samples and ${name} is a scalar; write [${name}₁, ${name}₂, …]`,
  ),
  'data-lengths-differ': error(
    (name: string, length: number, first: string, firstLength: number) =>
      `all data share the axis of samples: ${name} has ${length}, ${first} has ${firstLength}`,
  ),
  'not-scalar': error((what: string, shape: string) => `${what} is a scalar, not ${shape}`),

  'out-of-range': error((name: string, range: string, value: string) => `${name} is ${range}, not ${value}`),
  'checkpoint-misfit': warning(
    (name: string, trained: string, shape: string) =>
      `${name} was trained as ${trained} and is ${shape} now, so it starts anew`,
  ),
  'checkpoint-unreadable': warning(
    (reason: string) => `the trained values can't be read, and params start anew: ${reason}`,
  ),
  'both-sides-broadcast': warning(
    (operands: string, result: string) =>
      `broadcasting enlarges ${operands} to ${result}; if that is not meant, reshape one of them`,
  ),
  'param-not-reached': warning(
    (name: string, root: string) => `${root} doesn't depend on ${name}, so training never moves it`,
  ),

  'not-finite': warning(
    (source: string, isGiven: boolean, value: string, operands: string, place: string, hasNone?: string) =>
      isGiven
        ? `${source} is given as ${value}${place}`
        : `${source} made ${value}${operands && ` of ${operands}`}${place}${hasNone ? `: it has no value ${hasNone}` : ''}`,
  ),
  'gradient-not-finite': warning((source: string, value: string, operands: string, instead?: string) =>
    instead === undefined
      ? `the gradient through ${source} is ${value}${operands && `: ${operands}`}`
      : `the gradient through ${source} is ${value} at ${operands}: where takes the other branch there, but 0 times an infinite slope is NaN; write ${instead}`,
  ),
  'dead-relu': warning((source: string, off: number, units: number, at?: string) => {
    if (at !== undefined) return `${source} passes no gradient at ${at}; it would if that were positive`;
    if (units === 1) return `${source} is off everywhere: no gradient passes`;
    return `${off === units ? 'all' : `${off} of`} ${units} units of ${source} ${off === 1 ? 'is' : 'are'} off for every sample: no gradient passes`;
  }),
  saturated: warning((source: string, least: string, share?: string) =>
    share === undefined
      ? `${source} is saturated: ${least === '0' ? 'nothing' : `only ${least}`} of the gradient passes`
      : `${source} is saturated in ${share} of its elements: less than ${least} of the gradient passes there`,
  ),
  'vanishing-gradient': warning(
    (of: string, first: string, last: string, ratio: string) =>
      `∂${of}/∂${first} is ${ratio} times ∂${of}/∂${last}: the gradient vanishes on the way back`,
  ),
  'exploding-gradient': warning(
    (of: string, first: string, last: string, ratio: string) =>
      `∂${of}/∂${first} is ${ratio} times ∂${of}/∂${last}: the gradient explodes on the way back`,
  ),

  'gradient-mismatch': error(
    (of: string, param: string, place: string, analytic: string, numeric: string) =>
      `∂${of}/∂${param} disagrees with central differences: ${place && `worst at ${place}, `}${analytic} against ${numeric} measured`,
  ),
  'gradient-at-kink': warning((of: string, param: string, place: string, others: number, analytic: string) => {
    const rest = others === 0 ? '' : ` and ${others} ${others === 1 ? 'other' : 'others'}`;
    return `${param} is at a kink of ${of}${place && ` in ${place}${rest}`}: there is no one slope to compare ∂${of}/∂${param} = ${analytic} with`;
  }),

  'expectation-failed': error(
    (left: string, right: string, difference: string) => `${left} ≉ ${right}: they differ by ${difference}`,
  ),

  'too-deep': error(() => `brackets, minus signs and powers nest at most ${limits.depth} deep`),
  'too-many-expressions': error(
    () => `a file holds at most ${count.format(limits.expressions)} expressions; nothing from here on is read`,
  ),
  'too-many-nodes': error(
    () =>
      `this gradient needs a reverse pass of its own, and all passes together have at most ${count.format(limits.nodes)} nodes`,
  ),
  'too-many-passes': error(
    () => `gradients with a reverse pass of their own go through at most ${count.format(limits.passed)} nodes together`,
  ),
  'too-many-elements': error(
    (elements: number) =>
      `all values and gradients together hold at most ${count.format(limits.elements)} numbers; with this there would be ${count.format(elements)}`,
  ),
  'too-slow': error((seconds: number) => `the evaluation was stopped: it takes more than ${seconds} s`),
  'engine-lost': error((reason: string) => `the evaluation was lost: ${reason}; the next change starts it anew`),
} as const;

export type ProblemCode = keyof typeof problemTable;

export interface Problem extends Range {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  /** Whether the range is a call, and the message says where in the function it is. */
  readonly isInCall?: boolean;
}

export function problem<Code extends ProblemCode>(
  code: Code,
  { start, end }: Range,
  ...details: Parameters<(typeof problemTable)[Code]['text']>
): Problem {
  const { severity, text } = problemTable[code];
  // The table's rows differ in their parameters; the signature above has checked these against the row of this code.
  const message = (text as (...details: readonly unknown[]) => string)(
    ...details.map((detail) => (typeof detail === 'string' ? shortened(detail, longestDetail) : detail)),
  );
  return { code, severity, start, end, message };
}

/** What is wrong in a function, told where it is called: it may be right for other calls. */
export function inCall(found: Problem, call: Range, callee: string, place: string): Problem {
  const message = found.isInCall ? found.message : `in ${callee}${place}: ${found.message}`;
  return { ...found, start: call.start, end: call.end, message, isInCall: true };
}
