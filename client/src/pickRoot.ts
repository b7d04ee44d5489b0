/** The root picker: lists a model's scalars, and tells the server which one to differentiate. */

import { l10n, type QuickPickItem, QuickPickItemKind, type TextDocument, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type PickRootParams,
  pickRootMethod,
  type Root,
  type Roots,
  type RootsParams,
  rootsMethod,
} from '../../protocol/editor/roots.ts';

interface RootItem extends QuickPickItem {
  /** Null for the file's own losses; absent if nothing can be picked. */
  readonly root?: string | null;
}

export async function pickRoot(client: BaseLanguageClient, document: TextDocument): Promise<void> {
  const uri = document.uri.toString();
  const params: RootsParams = { uri };
  const roots = await client.sendRequest<Roots>(rootsMethod, params);
  const item = await window.showQuickPick(rootItems(roots), {
    title: l10n.t('Pick Root'),
    placeHolder: l10n.t('Choose the root: the scalar that gradients are computed of, as in ∂root/∂x'),
  });
  if (item?.root === undefined) return;
  const pickParams: PickRootParams = { uri, name: item.root };
  await client.sendRequest(pickRootMethod, pickParams);
}

export function rootItems({ roots, picked }: Roots): RootItem[] {
  const defaultItem = { label: checkLabel(l10n.t("the file's own losses"), picked === null), root: null };
  const separator = { label: l10n.t('scalars'), kind: QuickPickItemKind.Separator };
  return [defaultItem, separator, ...roots.map((root) => rootItem(root, picked))];
}

function rootItem({ name, value }: Root, pickedRoot: string | null): RootItem {
  return {
    label: checkLabel(name, name === pickedRoot),
    root: name,
    ...(value !== null && { description: `= ${value}` }),
  };
}

function checkLabel(text: string, isPicked: boolean): string {
  return `${isPicked ? '$(check)' : '$(blank)'} ${text}`;
}
