/** The table of statement completions: keyword, template and documentation. */

import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver';
import { intendedKind, type Statement } from '../../language/syntax/ast.ts';
import type { Candidate } from './candidate.ts';

interface StatementRow {
  readonly keyword: string;
  /** Distinguishes this form from others with the same keyword. */
  readonly variant?: string;
  /** The whole statement, with ‹placeholders›. */
  readonly template: string;
  readonly doc: () => string;
  /** `too`: also in the body of a function; `only`: nowhere else. */
  readonly scope?: 'too' | 'only';
  /** True if a `for` block may contain it. */
  readonly isInBlock?: boolean;
  /** True if a file has at most one. */
  readonly isUnique?: boolean;
  readonly triggers?: Candidate['triggers'];
}

const rows: readonly StatementRow[] = [
  {
    keyword: 'param',
    template: 'param ‹w› = ‹0›',
    doc: () =>
      l10n.t('A trainable number or tensor. Its value is stored in the file: a training step rewrites the digits.'),
    scope: 'too',
    isInBlock: true,
  },
  {
    keyword: 'param',
    variant: ' … ~',
    template: 'param ‹W›[‹4, 8›] ~ ‹glorot()›',
    doc: () => l10n.t('A trainable tensor of this shape, drawn from an initializer.'),
    scope: 'too',
    isInBlock: true,
  },
  {
    keyword: 'data',
    template: 'data ‹x› = ‹[1, 2, 3]›',
    doc: () => l10n.t('Samples along the first axis. A mini-batch slices all data in the same way.'),
  },
  {
    keyword: 'data',
    variant: ' … csv',
    template: 'data ‹X› = csv("‹›")',
    doc: () => l10n.t('Samples from a file next to this one.'),
    triggers: 'completion',
  },
  {
    keyword: 'const',
    template: 'const ‹c› = ‹1›',
    doc: () => l10n.t('A value that is never trained.'),
    scope: 'too',
  },
  {
    keyword: 'loss',
    template: 'loss ‹L› = ‹›',
    doc: () => l10n.t('A scalar that training minimizes. With several losses, training minimizes their sum.'),
  },
  {
    keyword: 'train',
    template: 'train ‹sgd›(lr = ‹0.01›)',
    doc: () => l10n.t('How to train the model: an optimizer and its settings.'),
    isUnique: true,
  },
  {
    keyword: 'expect',
    template: 'expect ‹L› ≈ ‹0›',
    doc: () => l10n.t('A claim that is checked on every evaluation.'),
  },
  {
    keyword: 'fn',
    template: 'fn ‹f›(‹x›) = ‹›',
    doc: () => l10n.t('A function with a single expression.'),
  },
  {
    keyword: 'fn',
    variant: ' … { }',
    template: 'fn ‹layer›(‹x, n›) {\n  ‹›\n  return ‹x›\n}',
    doc: () => l10n.t('A function with several statements. Each call creates its own params.'),
  },
  {
    keyword: 'for',
    template: 'for ‹t› in ‹1..4› {\n  ‹h›[‹t›] = ‹›\n}',
    doc: () => l10n.t('A block of steps. Each line defines a step from those before it, such as h[t] from h[t - 1].'),
    scope: 'too',
    isInBlock: true,
  },
  {
    keyword: 'import',
    template: 'import "‹›"',
    doc: () => l10n.t('Imports the functions and consts of another file.'),
    triggers: 'completion',
  },
  { keyword: 'return', template: 'return ‹›', doc: () => l10n.t('The return value of the function.'), scope: 'only' },
];

/** Statements that may start in a file, in the body of a function, or in a `for` block. */
export function statementCandidates(
  list: 'file' | 'body' | 'block',
  otherStatements: readonly Statement[],
): Candidate[] {
  const isAllowed = {
    file: ({ scope }: StatementRow) => scope !== 'only',
    body: ({ scope }: StatementRow) => scope !== undefined,
    block: ({ isInBlock = false }: StatementRow) => isInBlock,
  }[list];
  const isAlreadyUsed = ({ keyword, isUnique }: StatementRow): boolean =>
    isUnique === true && otherStatements.some((statement) => intendedKind(statement) === keyword);
  return rows
    .filter((row) => isAllowed(row) && !isAlreadyUsed(row))
    .map((row, order) => {
      const { keyword, variant = '', template, triggers } = row;
      return {
        label: keyword + variant,
        kind: variant === '' ? CompletionItemKind.Keyword : CompletionItemKind.Snippet,
        rank: 'keyword',
        order,
        ...(variant === '' && { text: `${keyword} ` }),
        snippet: snippetOf(template),
        filter: keyword,
        ...(triggers && { triggers }),
        subject: { kind: 'statement', name: keyword + variant },
      };
    });
}

function snippetOf(template: string): string {
  let placeholderCount = 0;
  return template
    .replace(/[$}]/g, '\\$&')
    .replace(/‹(.*?)›/g, (_, text: string) => `\${${++placeholderCount}:${text}}`);
}

export function statementDoc(name: string): string | undefined {
  return rows.find(({ keyword, variant = '' }) => keyword + variant === name)?.doc();
}
