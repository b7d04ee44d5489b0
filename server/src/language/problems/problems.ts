/** Every problem that a file can have: its code, how grave it is, and the sentence that the user reads. */

import * as l10n from '@vscode/l10n';
import { limits } from '../base/limits.ts';
import type { Range } from '../base/lines.ts';
import { truncate } from '../base/truncate.ts';

export type Severity = 'error' | 'warning';

interface ProblemRow<Details extends readonly unknown[]> {
  readonly severity: Severity;
  readonly text: (...details: Details) => string;
}

function error<Details extends readonly unknown[]>(text: (...details: Details) => string): ProblemRow<Details> {
  return { severity: 'error', text };
}

function warning<Details extends readonly unknown[]>(text: (...details: Details) => string): ProblemRow<Details> {
  return { severity: 'warning', text };
}

/** Of a longer name, number or sentence about shapes a message holds the beginning. */
const maxDetailLength = 200;

const numberFormat = new Intl.NumberFormat('en-US');

export const problemTable = {
  'unclosed-bracket': error((opener: string, closer: string) => l10n.t`'${closer}' expected to close this '${opener}'`),
  'stray-bracket': error((bracket: string) => l10n.t`this '${bracket}' closes nothing`),
  'missing-operand': error((before: string) => l10n.t`a value is missing after '${before}'`),
  'missing-name': error((keyword: string) => l10n.t`a name is missing after '${keyword}'`),
  'missing-equals': error((before: string) => l10n.t`'=' and a value are missing after '${before}'`),
  'missing-approximately': error(() => l10n.t("an expectation compares two values: expect a ≈ b (type '~=' for '≈')")),
  'missing-optimizer': error(() => l10n.t("an optimizer is missing after 'train', as in train sgd(lr = 0.1)")),
  'missing-initialiser': error(
    (name: string) => l10n.t`a param is written param ${name} = 0.5, or drawn: param ${name}[4, 8] ~ normal(0, 0.5)`,
  ),
  'missing-path': error(() => l10n.t('the path of a file is missing after \'import\', as in import "layers.bp"')),
  'incomplete-function': error(() =>
    l10n.t("a function is written fn f(x) = x^2, or with statements in braces of which the last is 'return …'"),
  ),
  'empty-index': error(() => l10n.t("an index is missing between '[' and ']', as in a[0] or a[1:3]")),
  'incomplete-gradient': error(() => l10n.t('a gradient is written ∂L/∂x, or grad(L, x)')),
  'missing-operator': error(
    (left: string, right: string) =>
      l10n.t`an operator is missing between '${left}' and '${right}'; a product is written with *`,
  ),
  'missing-comma': error((before: string) => l10n.t`a ',' is missing before '${before}'`),
  'decimal-comma': error(
    (whole: string, decimals: string) =>
      l10n.t`a decimal number is written with a point, ${whole}.${decimals}, and a list in brackets, [${whole}, ${decimals}]`,
  ),
  'leading-plus': error(() => l10n.t("a '+' before a value is left out")),
  'call-without-brackets': error(
    (name: string, operand: string) => l10n.t`${name} needs brackets: ${name}(${operand === '(' ? '…' : operand})`,
  ),
  'method-call': error(
    (name: string, owner: string) => l10n.t`a function takes its operand in brackets: ${name}(${owner})`,
  ),
  'comment-sign': error(() => l10n.t("a comment begins with '#'")),
  'unknown-keyword': error((word: string, name: string, similar?: string) =>
    similar === undefined
      ? l10n.t`'${word}' is not a keyword; a node is written ${name} = …`
      : l10n.t`'${word}' is not a keyword; did you mean '${similar}'?`,
  ),
  'hyphen-in-name': error((name: string) => l10n.t`a name has no '-'; write ${name}`),
  'digit-before-name': error((text: string) => l10n.t`a name can't begin with a digit, as '${text}' does`),
  'unexpected-token': error((token: string) => l10n.t`'${token}' is not expected here`),
  'not-a-statement': error((token: string) => l10n.t`a statement can't start with '${token}'`),
  'unexpected-character': error((character: string, replacement?: string) =>
    replacement === undefined
      ? l10n.t`the character ${character} has no meaning here`
      : l10n.t`the character ${character} has no meaning here; write ${replacement}`,
  ),
  'malformed-number': error(
    (text: string, product: string) =>
      l10n.t`'${text}' is neither a number nor a name; a product is written ${product}`,
  ),
  'number-too-large': error((text: string) => l10n.t`${text} is larger than a float64 can hold`),
  'keyword-as-name': error((keyword: string) => l10n.t`'${keyword}' is a keyword and can't be a name`),

  'undefined-name': error((name: string, similar?: string) =>
    similar === undefined
      ? l10n.t`'${name}' is not defined`
      : l10n.t`'${name}' is not defined; did you mean '${similar}'?`,
  ),
  'used-before-definition': error(
    (name: string, line: number) => l10n.t`'${name}' is used before its definition in line ${line}`,
  ),
  'defined-by-itself': error((name: string) => l10n.t`'${name}' is defined by itself`),
  'defined-twice': error((name: string, line: number) => l10n.t`'${name}' is already defined in line ${line}`),
  'undefined-function': error((name: string, similar?: string) =>
    similar === undefined
      ? l10n.t`there is no function '${name}'`
      : l10n.t`there is no function '${name}'; did you mean '${similar}'?`,
  ),
  'undefined-optimizer': error((name: string, known: string, similar?: string) =>
    similar === undefined
      ? l10n.t`there is no optimizer '${name}'; there is ${known}`
      : l10n.t`there is no optimizer '${name}'; did you mean '${similar}'?`,
  ),
  'not-a-setting': error(
    (name: string, constraint: string) => l10n.t`'${name}' is ${constraint}, known before anything runs`,
  ),
  'not-a-value': error((name: string) => l10n.t`'${name}' is a function and needs its operands: ${name}(…)`),
  'not-constant': error((definitionKind: string, name: string, kind: string) =>
    definitionKind === 'data'
      ? l10n.t`data is made of numbers, consts and data, and '${name}' is a ${kindName(kind)}`
      : l10n.t`a ${kindName(definitionKind)} is made of numbers, consts and data, and '${name}' is a ${kindName(kind)}`,
  ),
  'depends-on-param': error((definitionKind: string, param: string) =>
    definitionKind === 'data'
      ? l10n.t`data is made of numbers, consts and data, and this depends on the param ${param}`
      : l10n.t`a ${kindName(definitionKind)} is made of numbers, consts and data, and this depends on the param ${param}`,
  ),
  'too-many-arguments': error(
    (callee: string, signature: string) => l10n.t`${callee} takes fewer arguments: ${signature}`,
  ),
  'missing-argument': error(
    (callee: string, parameter: string, signature: string) => l10n.t`${callee} needs '${parameter}': ${signature}`,
  ),
  'unknown-argument': error(
    (callee: string, name: string, signature: string) => l10n.t`${callee} has no argument '${name}': ${signature}`,
  ),
  'argument-twice': error((callee: string, parameter: string) => l10n.t`${callee} is given '${parameter}' twice`),
  'not-an-axis': error(() => l10n.t('an axis is a whole number such as 0 or −1, or a list of them')),
  'not-a-switch': error((parameter: string) => l10n.t`'${parameter}' is 1 or 0`),
  'not-a-shape': error(() =>
    l10n.t('a shape is a whole number or a list of them, known before anything runs, as [2, 3]'),
  ),
  'not-wholes': error(
    (parameter: string) =>
      l10n.t`'${parameter}' is a whole number for each axis, known before anything runs, as in [1, 0]`,
  ),
  'not-a-length': error(() => l10n.t('the length of an axis is a whole number from 0, known before anything runs')),
  'not-a-count': error(
    (parameter: string) => l10n.t`'${parameter}' is a whole number from 0, known before anything runs`,
  ),
  'not-known': error((parameter: string) => l10n.t`'${parameter}' is a number that is known before anything runs`),
  'not-a-reduction': error(() => l10n.t('a reduction is "mean", "sum" or "none"')),
  'not-a-list': error((parameter: string) => l10n.t`'${parameter}' is a list of tensors, as in [a, b]`),
  'not-an-index': error(() =>
    l10n.t(
      'an index is a whole number or a slice such as 1:3; to pick by a tensor of indices there is gather(x, indices)',
    ),
  ),
  'string-not-here': error(() =>
    l10n.t('a text in quotes is no value; it names a file, a column, a reduction or a precision'),
  ),
  'csv-not-here': error(() => l10n.t('csv(…) stands alone in a data statement, as in data X = csv("iris.csv")')),
  'csv-arguments': error(() => l10n.t('csv takes a file and perhaps columns: csv("iris.csv", columns = ["a", "b"])')),
  'undefined-initialiser': error((name: string, known: string, similar?: string) =>
    similar === undefined
      ? l10n.t`there is no initialiser '${name}'; there is ${known}`
      : l10n.t`there is no initialiser '${name}'; did you mean '${similar}'?`,
  ),
  'not-drawn': error((initializer: string, reason: string) => l10n.t`${initializer} can't draw: ${reason}`),
  'no-members': error(
    (owner: string) => l10n.t`${owner} has no params of its own: no function that it calls makes any`,
  ),
  'undefined-member': error((owner: string, member: string, members: string, similar?: string) =>
    similar === undefined
      ? l10n.t`${owner} has no param '${member}'; it has ${members}`
      : l10n.t`${owner} has no param '${member}'; did you mean '${similar}'?`,
  ),
  'member-of-parameter': error(
    (name: string) =>
      l10n.t`'${name}' is a parameter, and only what a statement names has params: pass the param itself`,
  ),
  'param-not-here': error(
    (callee: string) => l10n.t`${callee} makes params; call it in a node or a loss, after which they are named`,
  ),
  'return-outside': error(() => l10n.t("'return' stands in the body of a function, between braces")),
  'missing-return': error((name: string) => l10n.t`${name} returns nothing; its last statement is 'return …'`),
  'after-return': error(() => l10n.t("nothing follows 'return' in a function")),
  'not-in-function': error((keyword: string) =>
    keyword === 'import' || keyword === 'fn'
      ? l10n.t`'${keyword}' stands outside of functions`
      : l10n.t`a function holds consts, params and nodes, and no '${keyword}'`,
  ),
  'parameter-twice': error((name: string) => l10n.t`the parameter '${name}' is named twice`),
  'not-a-function-name': error(
    (name: string) => l10n.t`${name}(…) has a meaning of its own, and no function can be called so`,
  ),
  'recursive-function': error((cycle: string) => l10n.t`a function can't call itself: ${cycle}`),
  'too-many-calls': error(() => l10n.t`functions call one another at most ${limits.callDepth} deep`),
  'too-much-inlined': error(
    () =>
      l10n.t`all calls of functions together hold at most ${numberFormat.format(limits.inlinedExpressions)} expressions`,
  ),
  'not-imported': error((name: string, kind: string, file: string) =>
    kind === 'data'
      ? l10n.t`'${name}' is data of ${file}, and only its functions and consts can be used elsewhere`
      : l10n.t`'${name}' is a ${kindName(kind)} of ${file}, and only its functions and consts can be used elsewhere`,
  ),
  'file-trouble': error((reason: string) => reason),
  'import-cycle': error((cycle: string) => l10n.t`files can't import one another in a circle: ${cycle}`),
  'too-many-imports': error(() => l10n.t`files import one another at most ${limits.importDepth} deep`),
  'import-broken': error(
    (name: string, line: number, message: string) => l10n.t`${name} has an error in line ${line}: ${message}`,
  ),
  'trained-twice': error((line: number) => l10n.t`how to train is already said in line ${line}`),

  'shape-mismatch': error((mismatch: string) => mismatch),
  'ragged-list': error(
    (expected: string, found: string) =>
      l10n.t`the items of a list have one shape: this one is ${found}, the first ${expected}`,
  ),
  'empty-list': error(() => l10n.t('an empty list has no value')),
  'loss-not-scalar': error(
    (name: string, shape: string) => l10n.t`a loss is a scalar and ${name} is ${shape}; wrap it in mean(…) or sum(…)`,
  ),
  'gradient-of-tensor': error(
    (label: string, shape: string) =>
      l10n.t`a gradient is of a scalar, and ${label} is ${shape}; take its sum(…) or mean(…)`,
  ),
  'data-without-samples': error(
    (name: string) => l10n.t`data has an axis of samples and ${name} is a scalar; write [${name}₁, ${name}₂, …]`,
  ),
  'data-lengths-differ': error(
    (name: string, length: number, first: string, firstLength: number) =>
      l10n.t`all data share the axis of samples: ${name} has ${length}, ${first} has ${firstLength}`,
  ),
  'not-scalar': error((what: string, shape: string) => l10n.t`${what} is a scalar, not ${shape}`),

  'out-of-range': error((name: string, range: string, value: string) => l10n.t`${name} is ${range}, not ${value}`),
  'checkpoint-misfit': warning(
    (name: string, trained: string, shape: string) =>
      l10n.t`${name} was trained as ${trained} and is ${shape} now, so it starts anew`,
  ),
  'checkpoint-unreadable': warning(
    (reason: string) => l10n.t`the trained values can't be read, and params start anew: ${reason}`,
  ),
  'both-sides-broadcast': warning(
    (left: string, right: string, result: string) =>
      l10n.t`broadcasting enlarges ${left} and ${right} to ${result}; if that is not meant, reshape one of them`,
  ),
  'param-not-reached': warning(
    (name: string, root: string) => l10n.t`${root} doesn't depend on ${name}, so training never moves it`,
  ),

  'not-finite': warning(
    (source: string, isGiven: boolean, value: string, operands: string, location: string, hasNone?: string) => {
      const description = isGiven
        ? l10n.t`${source} is given as ${value}`
        : operands === ''
          ? l10n.t`${source} made ${value}`
          : l10n.t`${source} made ${value} of ${operands}`;
      const located = location === '' ? description : l10n.t`${description} at ${location}`;
      return hasNone === undefined || isGiven ? located : l10n.t`${located}: it has no value ${l10n.t(hasNone)}`;
    },
  ),
  'gradient-not-finite': warning((source: string, value: string, operands: string, replacement?: string) => {
    if (replacement !== undefined)
      return l10n.t`the gradient through ${source} is ${value} at ${operands}: where takes the other branch there, but 0 times an infinite slope is NaN; write ${replacement}`;
    return operands === ''
      ? l10n.t`the gradient through ${source} is ${value}`
      : l10n.t`the gradient through ${source} is ${value}: ${operands}`;
  }),
  'dead-relu': warning((source: string, off: number, units: number, at?: string) => {
    if (at !== undefined) return l10n.t`${source} passes no gradient at ${at}; it would if that were positive`;
    if (units === 1) return l10n.t`${source} is off everywhere: no gradient passes`;
    if (off === units) return l10n.t`all ${units} units of ${source} are off for every sample: no gradient passes`;
    return off === 1
      ? l10n.t`1 of ${units} units of ${source} is off for every sample: no gradient passes`
      : l10n.t`${off} of ${units} units of ${source} are off for every sample: no gradient passes`;
  }),
  saturated: warning((source: string, least: string, share?: string) => {
    if (share !== undefined)
      return l10n.t`${source} is saturated in ${share} of its elements: less than ${least} of the gradient passes there`;
    return least === '0'
      ? l10n.t`${source} is saturated: nothing of the gradient passes`
      : l10n.t`${source} is saturated: only ${least} of the gradient passes`;
  }),
  'vanishing-gradient': warning(
    (of: string, first: string, last: string, ratio: string) =>
      l10n.t`∂${of}/∂${first} is ${ratio} times ∂${of}/∂${last}: the gradient vanishes on the way back`,
  ),
  'exploding-gradient': warning(
    (of: string, first: string, last: string, ratio: string) =>
      l10n.t`∂${of}/∂${first} is ${ratio} times ∂${of}/∂${last}: the gradient explodes on the way back`,
  ),

  'gradient-mismatch': error((of: string, param: string, location: string, analytic: string, numeric: string) =>
    location === ''
      ? l10n.t`∂${of}/∂${param} disagrees with central differences: ${analytic} against ${numeric} measured`
      : l10n.t`∂${of}/∂${param} disagrees with central differences: worst at ${location}, ${analytic} against ${numeric} measured`,
  ),
  'gradient-at-kink': warning((of: string, param: string, location: string, otherCount: number, analytic: string) =>
    location === ''
      ? l10n.t`${param} is at a kink of ${of}: there is no one slope to compare ∂${of}/∂${param} = ${analytic} with`
      : l10n.t`${param} is at a kink of ${of} in ${withOthers(location, otherCount)}: there is no one slope to compare ∂${of}/∂${param} = ${analytic} with`,
  ),

  'expectation-failed': error(
    (left: string, right: string, difference: string) => l10n.t`${left} ≉ ${right}: they differ by ${difference}`,
  ),

  'too-deep': error(() => l10n.t`brackets, minus signs and powers nest at most ${limits.nestingDepth} deep`),
  'too-many-expressions': error(
    () =>
      l10n.t`a file holds at most ${numberFormat.format(limits.expressions)} expressions; nothing from here on is read`,
  ),
  'too-many-nodes': error(
    () =>
      l10n.t`this gradient needs a reverse pass of its own, and all passes together have at most ${numberFormat.format(limits.programNodes)} nodes`,
  ),
  'too-many-passes': error(
    () =>
      l10n.t`gradients with a reverse pass of their own go through at most ${numberFormat.format(limits.reversePassNodes)} nodes together`,
  ),
  'too-many-elements': error(
    (elements: number) =>
      l10n.t`all values and gradients together hold at most ${numberFormat.format(limits.elements)} numbers; with this there would be ${numberFormat.format(elements)}`,
  ),
  'too-slow': error((seconds: number) => l10n.t`the evaluation was stopped: it takes more than ${seconds} s`),
  'engine-lost': error((reason: string) => l10n.t`the evaluation was lost: ${reason}; the next change starts it anew`),
} as const;

export type ProblemCode = keyof typeof problemTable;

export interface Problem extends Range {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  /** What the sentence was made of, for whoever corrects it. */
  readonly details: readonly unknown[];
  /** Whether the range is a call, and the message says where in the function it is. */
  readonly isInCall?: boolean;
}

/** What the sentence of a problem is made of. */
export type Details<Code extends ProblemCode> = Parameters<(typeof problemTable)[Code]['text']>;

export function problem<Code extends ProblemCode>(
  code: Code,
  { start, end }: Range,
  ...details: Details<Code>
): Problem {
  const { severity, text } = problemTable[code];
  // The table's rows differ in their parameters; the signature above has checked these against the row of this code.
  const message = (text as (...details: readonly unknown[]) => string)(
    ...details.map((detail) => (typeof detail === 'string' ? truncate(detail, maxDetailLength) : detail)),
  );
  return { code, severity, start, end, message, details };
}

/** What is wrong in a function, told where it is called: it may be right for other calls. */
export function problemInCall(cause: Problem, call: CallSite): Problem {
  const { range, callee, file, line } = call;
  const { start, end } = range;
  if (cause.isInCall) return { ...cause, start, end };
  const message =
    file === ''
      ? l10n.t`in ${callee}, line ${line}: ${cause.message}`
      : l10n.t`in ${callee} of ${file}, line ${line}: ${cause.message}`;
  return { ...cause, start, end, message, isInCall: true };
}

/** The call of a function in which something is wrong, by the file's name, if it is another one, and the line. */
interface CallSite {
  readonly range: Range;
  readonly callee: string;
  readonly file: string;
  readonly line: number;
}

/** `[1, 0] and 2 others`. */
export function withOthers(location: string, otherCount: number): string {
  if (otherCount === 0) return location;
  return otherCount === 1 ? l10n.t`${location} and 1 other` : l10n.t`${location} and ${otherCount} others`;
}

/** What is no keyword has a name in every language. */
function kindName(kind: string): string {
  const names: Readonly<Record<string, string>> = {
    node: l10n.t('node'),
    parameter: l10n.t('parameter'),
    default: l10n.t('default'),
  };
  return names[kind] ?? kind;
}
