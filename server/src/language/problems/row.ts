/** A row of the table of problems: severity, sentence and documentation example. */

import * as l10n from '@vscode/l10n';

export type Severity = 'error' | 'warning' | 'information';

export interface ProblemRow<Details extends readonly unknown[]> {
  /** The severity that `bp` prints. */
  readonly severity: Severity;
  /** The severity that editors show, if it differs. */
  readonly editorSeverity?: Severity;
  readonly text: (...details: Details) => string;
  readonly documentation: Example | Advice;
  /**
   * A fix may leave the same problem at the same token, because another part of the statement has it too. Such a fix has
   * to lower the number of syntax errors; others have to let the parser get past the token.
   */
  readonly mayRecur?: boolean;
  /** The problem may have a fix of confidence `certain`. Fix All computes the fixes of these problems only. */
  readonly hasCertainFix?: boolean;
  /**
   * The problem is one of computed values, not of the text: it doesn't prevent training, and a fix is offered if it adds
   * no error, since only a run shows whether the problem is gone.
   */
  readonly isNumeric?: boolean;
}

type Flags = Pick<ProblemRow<readonly []>, 'editorSeverity' | 'mayRecur' | 'hasCertainFix' | 'isNumeric'>;

/** A model with the problem and the same model corrected. */
export interface Example {
  readonly broken: string;
  readonly fixed: string;
  /** Contents of the other files in the model's folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Advice in place of an example, for a problem that needs a large file or a run. */
export interface Advice {
  readonly advice: string;
}

export function error<Details extends readonly unknown[]>(
  text: (...details: Details) => string,
  documentation: Example | Advice,
  flags: Flags = {},
): ProblemRow<Details> {
  return { severity: 'error', text, documentation, ...flags };
}

export function warning<Details extends readonly unknown[]>(
  text: (...details: Details) => string,
  documentation: Example | Advice,
  flags: Flags = {},
): ProblemRow<Details> {
  return { severity: 'warning', text, documentation, ...flags };
}

export function information<Details extends readonly unknown[]>(
  text: (...details: Details) => string,
  documentation: Example | Advice,
  flags: Flags = {},
): ProblemRow<Details> {
  return { severity: 'information', text, documentation, ...flags };
}

/** Kinds that are keywords of the language stay English; the others are translated. */
export function kindName(kind: string): string {
  const names: Readonly<Record<string, string>> = {
    node: l10n.t('node'),
    parameter: l10n.t('parameter'),
    default: l10n.t('default'),
  };
  return names[kind] ?? kind;
}
