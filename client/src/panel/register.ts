/** Offers the graph panel: by its command, and again after the window was reloaded. There is one, which follows or is pinned. */

import * as v from 'valibot';
import {
  commands,
  Disposable,
  type ExtensionContext,
  l10n,
  type TextDocument,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { showGraphCommand } from '../../../server/src/protocol/commands.ts';
import { panelMemory } from '../../../server/src/protocol/panel/messages.ts';
import { withActiveModel } from '../commands.ts';
import { GraphPanel } from './graphPanel.ts';
import { PanelModel } from './panelModel.ts';

const viewType = 'backprop.graph';

export function offerGraphPanel({ extensionUri }: ExtensionContext, client: BaseLanguageClient): Disposable {
  let open: GraphPanel | undefined;
  const keep = (panel: GraphPanel): void => {
    open?.dispose();
    open = panel;
    panel.onDidDispose(() => {
      panel.dispose();
      if (open === panel) open = undefined;
    });
  };
  const show = ({ uri }: TextDocument): void => {
    if (open) {
      open.reveal(uri);
      return;
    }
    const panel = window.createWebviewPanel(viewType, l10n.t('Graph'), {
      viewColumn: ViewColumn.Beside,
      preserveFocus: true,
    });
    keep(new GraphPanel(panel, new PanelModel(uri), client, extensionUri));
  };
  const restore = async (panel: WebviewPanel, state: unknown): Promise<void> => {
    const memory = v.safeParse(panelMemory, state);
    if (!memory.success) {
      panel.dispose();
      return;
    }
    keep(new GraphPanel(panel, await PanelModel.restored(memory.output), client, extensionUri, memory.output.folding));
  };
  return Disposable.from(
    { dispose: () => open?.dispose() },
    commands.registerCommand(showGraphCommand, () => withActiveModel(show)),
    window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel: restore }),
  );
}
