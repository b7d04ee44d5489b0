/** Registers the graph panel: its command, and its restoration after a window reload. There is only one panel. */

import { commands, Disposable, type ExtensionContext, l10n, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { showGraphCommand, viewTensorCommand } from '../../../protocol/editor/commands.ts';
import { storedPanelState } from '../../../protocol/panel/messages.ts';
import { validate } from '../../../protocol/shared/schema.ts';
import { withActiveModel } from '../commands.ts';
import { GraphPanel } from './graphPanel.ts';
import { PanelFile } from './panelFile.ts';

const viewType = 'backprop.graph';

export function registerGraphPanel({ extensionUri }: ExtensionContext, client: BaseLanguageClient): Disposable {
  let currentPanel: GraphPanel | undefined;
  const setCurrent = (panel: GraphPanel): void => {
    currentPanel?.dispose();
    currentPanel = panel;
    panel.onDidDispose(() => {
      panel.dispose();
      if (currentPanel === panel) currentPanel = undefined;
    });
  };
  const show = (uri: Uri): GraphPanel => {
    if (currentPanel) {
      currentPanel.reveal(uri);
      return currentPanel;
    }
    const panel = window.createWebviewPanel(viewType, l10n.t('Graph'), {
      viewColumn: ViewColumn.Beside,
      preserveFocus: true,
    });
    const created = new GraphPanel(panel, new PanelFile(uri), client, extensionUri);
    setCurrent(created);
    return created;
  };
  const restore = async (panel: WebviewPanel, state: unknown): Promise<void> => {
    const savedState = validate(storedPanelState, state);
    const file = savedState && (await PanelFile.restore(savedState));
    if (file) setCurrent(new GraphPanel(panel, file, client, extensionUri, savedState.collapseState));
    else panel.dispose();
  };
  return Disposable.from(
    { dispose: () => currentPanel?.dispose() },
    commands.registerCommand(showGraphCommand, () => withActiveModel(({ uri }) => void show(uri))),
    commands.registerCommand(viewTensorCommand, (uri: string, node: string) => show(Uri.parse(uri)).viewTensor(node)),
    window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel: restore }),
  );
}
