/** _File: New File…_ offers a model, which starts as one of three examples. */

import { commands, type Disposable, type ExtensionContext, l10n, type QuickPickItem, window, workspace } from 'vscode';
import { newModelCommand } from '../../protocol/editor/commands.ts';
import { exampleText } from './exampleText.ts';

interface StartingPoint extends QuickPickItem {
  readonly example: string;
}

const startingPoints = (): readonly StartingPoint[] => [
  {
    example: 'lesson',
    label: l10n.t('Formula'),
    description: l10n.t('the chain rule, one number at a time'),
  },
  {
    example: 'linear-regression',
    label: l10n.t('Line through points'),
    description: l10n.t('data, a loss and its gradients'),
  },
  {
    example: 'xor',
    label: l10n.t('Network'),
    description: l10n.t('matrices, a hidden layer and training'),
  },
];

export function registerNewModel({ extensionUri }: ExtensionContext): Disposable {
  return commands.registerCommand(newModelCommand, async () => {
    const placeHolder = l10n.t('Pick what the new model starts from');
    const picked = await window.showQuickPick(startingPoints(), { placeHolder });
    if (picked === undefined) return;
    const content = await exampleText(extensionUri, picked.example);
    await window.showTextDocument(await workspace.openTextDocument({ language: 'bp', content }));
  });
}
