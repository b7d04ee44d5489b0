/** The root picker: lists the scalars of a model, and says to the server what its gradients are to be of. */

import { l10n, type QuickPickItem, QuickPickItemKind, type TextDocument, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type PickRootParams,
  pickRootMethod,
  type Root,
  type Roots,
  type RootsParams,
  rootsMethod,
} from '../../server/src/protocol/roots.ts';

interface Item extends QuickPickItem {
  /** Null for the file's own losses; absent where there is nothing to pick. */
  readonly root?: string | null;
}

export async function pickRoot(client: BaseLanguageClient, document: TextDocument): Promise<void> {
  const uri = document.uri.toString();
  const params: RootsParams = { uri };
  const roots = await client.sendRequest<Roots>(rootsMethod, params);
  const item = await window.showQuickPick(itemsOf(roots), {
    title: l10n.t('Pick Root'),
    placeHolder: l10n.t('What the gradients are of: the root in ∂root/∂x'),
  });
  if (item?.root === undefined) return;
  const picked: PickRootParams = { uri, name: item.root };
  await client.sendRequest(pickRootMethod, picked);
}

/** The current root is marked. */
export function itemsOf({ roots, picked }: Roots): Item[] {
  const own = { label: labelOf(l10n.t("the file's own losses"), picked === null), root: null };
  const separator = { label: l10n.t('scalars'), kind: QuickPickItemKind.Separator };
  return [own, separator, ...roots.map((root) => itemOf(root, picked))];
}

function itemOf({ name, value }: Root, picked: string | null): Item {
  return { label: labelOf(name, name === picked), root: name, ...(value !== null && { description: `= ${value}` }) };
}

function labelOf(text: string, isPicked: boolean): string {
  return `${isPicked ? '$(check)' : '$(blank)'} ${text}`;
}
