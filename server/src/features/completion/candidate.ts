/** Something that may stand at the cursor, before it is told as LSP has it. */

import type { CompletionItemKind } from 'vscode-languageserver';
import type { CalleeKind } from './enclosingCall.ts';

export interface Candidate {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** How likely it is meant: offers are sorted by it, then by `place`. */
  readonly rank: Rank;
  /** Among those of one rank; by their labels where absent. */
  readonly order?: number;
  /** What takes the place of the word; the label where absent. */
  readonly text?: string;
  /** The same with places to fill in, for a client that has them; where it has no text, others are not offered it. */
  readonly snippet?: string;
  /** What the word is compared with; the label where absent. */
  readonly filter?: string;
  /** Right behind the label: the parameters of a function. */
  readonly signature?: string;
  /** At the end of the line: what it is. */
  readonly description?: string;
  /** What the client is to open once it stands there. */
  readonly triggers?: 'signatureHelp' | 'completion';
  /** What more is said of it once somebody looks. */
  readonly subject?: CandidateSubject;
}

/** From the most likely to the least. */
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

/** What an offer travels with. */
export interface ItemData {
  readonly uri: string;
  readonly subject: CandidateSubject;
}

/** What an offer is of, by names alone: it travels to the client and back. */
export type CandidateSubject =
  | { readonly kind: 'value'; readonly name: string }
  /** In the body of a function that begins at an offset. */
  | { readonly kind: 'local'; readonly name: string; readonly start: number }
  | { readonly kind: 'called'; readonly calleeKind: CalleeKind; readonly name: string; readonly parameter?: string }
  | { readonly kind: 'statement' | 'model'; readonly name: string };
