/** Activation, independent of the host; the host provides the language client. */

import { type ExtensionContext, l10n, Uri } from 'vscode';
import {
  type BaseLanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient';
import { renameAtCommand, viewTensorCommand } from '../../protocol/editor/commands.ts';
import type { InitializationOptions } from '../../protocol/editor/initialization.ts';
import { type RunningTraining, runningTrainingMethod } from '../../protocol/editor/runningTraining.ts';
import { type ShownNumbers, shownNumbersMethod } from '../../protocol/editor/shownNumbers.ts';
import { CodeLensFeature } from './annotations/codeLensFeature.ts';
import type { EarlyCodeLensProvider } from './annotations/earlyCodeLensProvider.ts';
import { registerLineDecorations } from './annotations/lineDecorations.ts';
import { ShownNumbersStore } from './annotations/shownNumbersStore.ts';
import { registerStatusBar } from './annotations/statusBar.ts';
import { StopTrainingItem } from './annotations/stopTrainingItem.ts';
import { registerVisibleLines } from './annotations/visibleLines.ts';
import { registerBackwardPasses } from './backwardPass.ts';
import { executeCommand, registerCommands } from './commands.ts';
import { serveFiles } from './files/fileService.ts';
import { answerReadOnly, type HasWriteBit } from './files/readOnly.ts';
import { currentHoverPictures, registerHoverPictures } from './hoverPictures.ts';
import { MarkdownModels, type MarkdownPlugin } from './markdown/models.ts';
import { registerNewModel } from './newModel.ts';
import { registerGraphPanel } from './panel/registerGraphPanel.ts';
import { registerScrubbing } from './scrub/scrubByKeys.ts';
import { ServerRestarts } from './serverRestarts.ts';
import { registerWalkthrough } from './walkthrough.ts';

/**
 * @param sharesDisk true if the server runs on the machine of the extension host.
 * @param hasWriteBit tells whether anybody may write a file of that machine.
 */
export async function start(
  context: ExtensionContext,
  lensProvider: EarlyCodeLensProvider,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
  sharesDisk = false,
  hasWriteBit: HasWriteBit = async () => true,
): Promise<MarkdownPlugin> {
  const initializationOptions = (): InitializationOptions => ({
    files: true,
    sharesDisk,
    readOnlyFiles: true,
    shownNumbers: true,
    commands: {
      completion: 'editor.action.triggerSuggest',
      signatureHelp: 'editor.action.triggerParameterHints',
      rename: renameAtCommand,
      viewTensor: viewTensorCommand,
    },
    hoverPictures: currentHoverPictures(),
    problemPages: Uri.joinPath(context.extensionUri, 'docs', 'problems', '/').toString(),
    translations: l10n.bundle,
  });
  const restarts = new ServerRestarts();
  const client = createClient({
    documentSelector: [{ language: 'bp' }],
    initializationOptions,
    middleware: { executeCommand },
    // Hovers link to the tensor viewer; no other command may be linked.
    markdown: { isTrusted: { enabledCommands: [viewTensorCommand] } },
    errorHandler: restarts,
    initializationFailedHandler: () => false,
    // A failed request is for the log: VS Code or the server tells the user what matters.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
  });
  client.registerFeature(new CodeLensFeature(client, lensProvider));
  const shownNumbers = new ShownNumbersStore();
  const markdown = new MarkdownModels(client);
  client.onNotification(shownNumbersMethod, (numbers: ShownNumbers) => shownNumbers.receive(numbers));
  const stopTrainingItem = new StopTrainingItem();
  client.onNotification(runningTrainingMethod, (running: RunningTraining) => stopTrainingItem.show(running));
  client.onDidChangeState(({ newState }) => {
    if (newState !== State.Stopped) return;
    shownNumbers.clear();
    stopTrainingItem.show({ uris: [] });
  });
  context.subscriptions.push(
    client,
    restarts,
    shownNumbers,
    stopTrainingItem,
    answerReadOnly(client, hasWriteBit),
    serveFiles(client, () => markdown.onFilesChanged()),
    registerVisibleLines(client),
    registerHoverPictures(client),
    registerLineDecorations(shownNumbers),
    registerStatusBar(shownNumbers),
    registerCommands(client),
    registerScrubbing(client),
    registerBackwardPasses(client, shownNumbers),
    registerGraphPanel(context, client),
    registerNewModel(context),
    registerWalkthrough(context),
    markdown,
  );
  await restarts.start(client);
  await markdown.prefetchOpenDocuments();
  return markdown;
}
