/** What the extension does wherever it runs: the host says how its language client reaches the server. */

import { type ExtensionContext, l10n, Uri } from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient';
import { renameAtCommand } from '../../server/src/protocol/commands.ts';
import type { InitializationOptions } from '../../server/src/protocol/initialization.ts';
import { type Result, resultMethod } from '../../server/src/protocol/result.ts';
import { offerBackwardPasses } from './backwardPass.ts';
import { executeCommand, registerCommands } from './commands.ts';
import { Results } from './evaluationResults.ts';
import type { Lenses } from './lenses.ts';
import { LensFeature } from './lensFeature.ts';
import { paintLineEnds } from './lineEnds.ts';
import { MarkdownModels, type MarkdownPlugin } from './markdown/models.ts';
import { offerGraphPanel } from './panel/register.ts';
import { offerScrubbing } from './scrub.ts';
import { lendFiles } from './serverFiles.ts';
import { showSummary } from './statusBar.ts';
import { tellView } from './view.ts';
import { offerLesson } from './walkthrough.ts';

export async function start(
  context: ExtensionContext,
  lenses: Lenses,
  makeClient: (options: LanguageClientOptions) => BaseLanguageClient,
): Promise<MarkdownPlugin> {
  const initializationOptions: InitializationOptions = {
    files: true,
    results: true,
    commands: {
      completion: 'editor.action.triggerSuggest',
      signatureHelp: 'editor.action.triggerParameterHints',
      rename: renameAtCommand,
    },
    problemPages: Uri.joinPath(context.extensionUri, 'docs', 'problems', '/').toString(),
    translations: l10n.bundle,
  };
  const client = makeClient({
    documentSelector: [{ language: 'bp' }],
    initializationOptions,
    middleware: { executeCommand },
  });
  client.registerFeature(new LensFeature(client, lenses));
  const results = new Results();
  const markdown = new MarkdownModels(client);
  client.onNotification(resultMethod, (result: Result) => results.receive(result));
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Stopped) results.clear();
  });
  context.subscriptions.push(
    client,
    results,
    lendFiles(client, () => markdown.readFilesAgain()),
    tellView(client),
    paintLineEnds(results),
    showSummary(results),
    registerCommands(client),
    offerScrubbing(client),
    offerBackwardPasses(client, results),
    offerGraphPanel(context, client),
    offerLesson(context),
    markdown,
  );
  await client.start();
  await markdown.prepare();
  return markdown;
}
