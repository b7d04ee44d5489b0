/** Texts of a match in the list of found nodes. */

import * as l10n from '@vscode/l10n';
import type { NodeMatch } from '../../../../protocol/panel/findNode.ts';

export interface MatchText {
  /** The name, or the operator of a part of an expression. */
  readonly title: string;
  /** `param · [8×8]`, `tanh`. */
  readonly details: string;
  /** `line 7`; empty for a node of no statement. */
  readonly line: string;
  /** `in block · attention`; empty for a displayed node. */
  readonly hiddenIn: string;
}

export function matchText({ kind, name, symbol, shape, line, hiddenIn }: NodeMatch): MatchText {
  const title = name ?? symbol;
  const isComputed = kind === 'operator' || kind === 'group';
  const made = isComputed ? symbol : kind;
  return {
    title,
    details: [made === title ? '' : made, shape].filter((part) => part !== '').join(' · '),
    line: line === null ? '' : l10n.t`line ${line + 1}`,
    hiddenIn: hiddenIn.length === 0 ? '' : l10n.t`in ${hiddenIn.map(({ label }) => label).join(' · ')}`,
  };
}

/** The line below the list: how many matches there are besides, or what can be searched. */
export function summaryOf(query: string, count: number, total: number): { text: string; isShown: boolean } {
  if (total === 0)
    return {
      text: l10n.t`No node matches ${query}. Search for a name, an operator such as tanh or +, or a kind such as param.`,
      isShown: true,
    };
  const more = total - count;
  if (more > 0) {
    const moreText = more.toLocaleString('en');
    return {
      text:
        more === 1
          ? l10n.t('1 more. Type more of the name to see it.')
          : l10n.t`${moreText} more. Type more of the name to see them.`,
      isShown: true,
    };
  }
  return { text: total === 1 ? l10n.t('1 match') : l10n.t`${total} matches`, isShown: false };
}
