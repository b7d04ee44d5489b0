/** THE table of what a statement may begin with: its word, how it goes on, and what it says. */

import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver';
import { intentionOf, type Statement } from '../../language/syntax/tree.ts';
import type { Offer } from './candidate.ts';

interface Row {
  readonly word: string;
  /** What tells this form from others that begin with the word. */
  readonly form?: string;
  /** The whole statement, with ‹places› to fill in. */
  readonly pattern: string;
  readonly doc: () => string;
  /** Whether it stands in the body of a function, too, or nowhere else. */
  readonly body?: 'too' | 'only';
  /** Whether a file has one at most. */
  readonly isSingle?: boolean;
  readonly opens?: Offer['opens'];
}

const rows: readonly Row[] = [
  {
    word: 'param',
    pattern: 'param ‹w› = ‹0›',
    doc: () =>
      l10n.t('A number or a tensor that is trained. The file keeps it: a step of training rewrites its digits.'),
    body: 'too',
  },
  {
    word: 'param',
    form: ' … ~',
    pattern: 'param ‹W›[‹4, 8›] ~ ‹glorot()›',
    doc: () => l10n.t('A tensor that is trained, of this shape, and drawn from an initialiser.'),
    body: 'too',
  },
  {
    word: 'data',
    pattern: 'data ‹x› = ‹[1, 2, 3]›',
    doc: () => l10n.t('Samples, along the first axis. A mini-batch takes the same ones of all data.'),
  },
  {
    word: 'data',
    form: ' … csv',
    pattern: 'data ‹X› = csv("‹›")',
    doc: () => l10n.t('Samples from a file that lies beside this one.'),
    opens: 'completion',
  },
  {
    word: 'const',
    pattern: 'const ‹c› = ‹1›',
    doc: () => l10n.t('A value that is never trained.'),
    body: 'too',
  },
  {
    word: 'loss',
    pattern: 'loss ‹L› = ‹›',
    doc: () => l10n.t('A scalar that training makes small. Of several losses it is the sum.'),
  },
  {
    word: 'train',
    pattern: 'train ‹sgd›(lr = ‹0.01›)',
    doc: () => l10n.t('How the model is trained: an optimizer with its settings.'),
    isSingle: true,
  },
  {
    word: 'expect',
    pattern: 'expect ‹L› ≈ ‹0›',
    doc: () => l10n.t('A claim that is checked at every evaluation.'),
  },
  {
    word: 'fn',
    pattern: 'fn ‹f›(‹x›) = ‹›',
    doc: () => l10n.t('A function of one formula.'),
  },
  {
    word: 'fn',
    form: ' … { }',
    pattern: 'fn ‹layer›(‹x, n›) {\n  ‹›\n  return ‹x›\n}',
    doc: () => l10n.t('A function of several statements. Each call makes params of its own.'),
  },
  {
    word: 'import',
    pattern: 'import "‹›"',
    doc: () => l10n.t('The functions and the consts of another file.'),
    opens: 'completion',
  },
  { word: 'return', pattern: 'return ‹›', doc: () => l10n.t('What the function gives back.'), body: 'only' },
];

/** What may begin a statement of a file, or of the body of a function. */
export function statementOffers(isInBody: boolean, others: readonly Statement[]): Offer[] {
  const isTaken = ({ word, isSingle }: Row): boolean =>
    isSingle === true && others.some((statement) => intentionOf(statement) === word);
  return rows
    .filter((row) => (isInBody ? row.body !== undefined : row.body !== 'only') && !isTaken(row))
    .map((row, place) => {
      const { word, form = '', pattern, opens } = row;
      return {
        label: word + form,
        kind: form === '' ? CompletionItemKind.Keyword : CompletionItemKind.Snippet,
        rank: 'keyword',
        place,
        ...(form === '' && { text: `${word} ` }),
        snippet: snippetOf(pattern),
        filter: word,
        ...(opens && { opens }),
        subject: { kind: 'statement', name: word + form },
      };
    });
}

function snippetOf(pattern: string): string {
  let places = 0;
  return pattern.replace(/[$}]/g, '\\$&').replace(/‹(.*?)›/g, (_, text: string) => `\${${++places}:${text}}`);
}

export function statementDoc(name: string): string | undefined {
  return rows.find(({ word, form = '' }) => word + form === name)?.doc();
}
