/** The table of problems and the constructor of one. Each family of problems has a file of its own. */

import * as l10n from '@vscode/l10n';
import type { Range } from '../text/lines.ts';
import { truncate } from '../text/truncate.ts';
import { callProblems } from './calls.ts';
import { dataProblems } from './data.ts';
import { drawProblems } from './draws.ts';
import { foreignProblems } from './foreign.ts';
import { functionProblems } from './functions.ts';
import { importProblems } from './imports.ts';
import { limitProblems } from './limits.ts';
import { nameProblems } from './names.ts';
import { numericProblems } from './numeric.ts';
import { paramProblems } from './params.ts';
import { recurrenceProblems } from './recurrences.ts';
import type { ProblemRow, Severity } from './row.ts';
import { shapeProblems } from './shapes.ts';
import { syntaxProblems } from './syntax.ts';
import { trainingProblems } from './training.ts';

export const problemTable = {
  ...syntaxProblems,
  ...foreignProblems,
  ...nameProblems,
  ...callProblems,
  ...functionProblems,
  ...recurrenceProblems,
  ...importProblems,
  ...paramProblems,
  ...drawProblems,
  ...dataProblems,
  ...shapeProblems,
  ...trainingProblems,
  ...numericProblems,
  ...limitProblems,
} as const;

export type ProblemCode = keyof typeof problemTable;

export interface Problem extends Range {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  /** The arguments of the sentence, which fixes use. */
  readonly details: readonly unknown[];
  /** True if the range is a call and the message names the line inside the function. */
  readonly isInCall?: boolean;
}

/** The arguments of a problem's sentence. */
export type Details<Code extends ProblemCode> = Parameters<(typeof problemTable)[Code]['text']>;

/** Longer names, numbers and shape messages are truncated. */
const maxDetailLength = 200;

/** True for a problem in place of a result. No result has a member `code`. */
export function isProblem(value: object): value is Problem {
  return 'code' in value;
}

export function problem<Code extends ProblemCode>(
  code: Code,
  { start, end }: Range,
  ...details: Details<Code>
): Problem {
  const { severity, text } = problemTable[code];
  // Rows differ in their parameters; the signature above has checked the details against the row of this code.
  const message = (text as (...details: readonly unknown[]) => string)(
    ...details.map((detail) => (typeof detail === 'string' ? truncate(detail, maxDetailLength) : detail)),
  );
  return { code, severity, start, end, message, details };
}

/** A problem inside a function, reported at the call: other calls of the function may be fine. */
export function problemInCall(cause: Problem, call: CallSite): Problem {
  const { range, callee, file, line } = call;
  const { start, end } = range;
  if (cause.isInCall) return { ...cause, start, end };
  const message =
    file === ''
      ? l10n.t`in ${callee}, line ${line}: ${cause.message}`
      : l10n.t`in ${callee} (${file}, line ${line}): ${cause.message}`;
  return { ...cause, start, end, message, isInCall: true };
}

/** True if the problem is one of syntax. The parser reports some limits and empty lists too. */
export function isSyntaxError({ code }: Problem): boolean {
  return code in syntaxProblems || code in foreignProblems;
}

/** The severity of a problem in editors, which underline it. */
export function editorSeverityOf({ code, severity }: Problem): Severity {
  const { editorSeverity = severity }: Pick<ProblemRow<readonly []>, 'editorSeverity'> = problemTable[code];
  return editorSeverity;
}

/** True if the problem is one of computed values, not of the text. */
export function isNumericProblem({ code }: Problem): boolean {
  const { isNumeric = false }: Pick<ProblemRow<readonly []>, 'isNumeric'> = problemTable[code];
  return isNumeric;
}

interface CallSite {
  readonly range: Range;
  readonly callee: string;
  /** The name of the callee's file; empty for the model itself. */
  readonly file: string;
  /** The line of the problem inside the callee. */
  readonly line: number;
}
