/** A completion candidate, before it is converted to an LSP item. */

import type { CompletionItemKind } from 'vscode-languageserver';
import type { CalleeKind } from './enclosingCall.ts';

export interface Candidate {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** Candidates are sorted by rank, then by `order`. */
  readonly rank: Rank;
  /** Order within the rank; by label if absent. */
  readonly order?: number;
  /** Replaces the word; the label if absent. */
  readonly text?: string;
  /** Used by clients with snippet support. A candidate with a snippet but no text is not offered to other clients. */
  readonly snippet?: string;
  /** Compared with the word; the label if absent. */
  readonly filter?: string;
  /** Displayed directly after the label: the parameters of a function. */
  readonly signature?: string;
  /** Displayed at the end of the line. */
  readonly description?: string;
  /** UI that the client opens after the insertion. */
  readonly triggers?: 'signatureHelp' | 'completion';
  /** Subject of the details, which are resolved lazily. */
  readonly subject?: CandidateSubject;
}

/** The likeliest first. */
export const ranks = [
  'first',
  'value',
  'local',
  'name',
  'keyword',
  'function',
  'derivative',
  'operator',
  'model',
] as const;
export type Rank = (typeof ranks)[number];

/** Data of an item, sent back in a resolve request. */
export interface ItemData {
  readonly uri: string;
  readonly subject: CandidateSubject;
}

/** Subject of an item. It travels to the client and back, so it refers to everything by name. */
export type CandidateSubject =
  | { readonly kind: 'value'; readonly name: string }
  /** In the body of the function that starts at this offset. */
  | { readonly kind: 'local'; readonly name: string; readonly start: number }
  | { readonly kind: 'called'; readonly calleeKind: CalleeKind; readonly name: string; readonly parameter?: string }
  | { readonly kind: 'statement' | 'model' | 'counter'; readonly name: string };
