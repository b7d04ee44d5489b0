/**
 * The graph panel, a webview beside the editor. It passes pushes from the server to the page in the webview, and requests
 * of the page to the server. While hidden it has no page and receives nothing.
 */

import * as v from 'valibot';
import { commands, Disposable, l10n, Uri, type WebviewPanel, window, workspace } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { type EndScrubParams, endScrubMethod, type ScrubParams, scrubMethod } from '../../../protocol/editor/scrub.ts';
import {
  type CollapseState,
  type GraphUpdate,
  graphUpdate,
  graphUpdateMethod,
  type WatchGraphParams,
  watchGraphMethod,
} from '../../../protocol/panel/graph.ts';
import { type FromPage, pageMessage, type ToPage } from '../../../protocol/panel/messages.ts';
import { panelRequests } from '../../../protocol/panel/requests.ts';
import {
  type TrainingCommandParams,
  type TrainingUpdate,
  trainingCommandMethod,
  trainingUpdate,
  trainingUpdateMethod,
} from '../../../protocol/panel/training.ts';
import { errorMessage } from '../../../protocol/shared/errorMessage.ts';
import { notifyServer } from '../notifyServer.ts';
import { CollapseStore } from './collapseStore.ts';
import { copyText, PictureSaver } from './exportPicture.ts';
import { ModelEditor } from './modelEditor.ts';
import { panelHtml } from './page.ts';
import { jsonOf, sanitizedText } from './pageTexts.ts';
import type { PanelFile } from './panelFile.ts';
import { renamedUri } from './renamedUri.ts';

export class GraphPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #file: PanelFile;
  readonly #client: BaseLanguageClient;
  readonly #listeners: Disposable;
  readonly #collapseStore = new CollapseStore();
  readonly #modelEditor = new ModelEditor();
  readonly #pictureSaver = new PictureSaver();
  /** URIs of the files that a page has shown. A message about any other file is dropped. */
  readonly #shownFiles = new Set<string>();
  /** Identifies the current page, if any, since each page numbers its requests from 1. */
  #page: symbol | undefined;
  /** The file whose number the page is scrubbing. */
  #scrubbedFile: string | undefined;
  /** The node to view once there is a page. */
  #nodeToView: string | undefined;
  /** The file that the page is training. */
  #trainedFile: string | undefined;

  constructor(
    panel: WebviewPanel,
    file: PanelFile,
    client: BaseLanguageClient,
    extensionUri: Uri,
    collapseState?: CollapseState,
  ) {
    const pageFolder = Uri.joinPath(extensionUri, 'dist', 'webview');
    this.#panel = panel;
    this.#file = file;
    this.#client = client;
    if (collapseState) this.#collapseStore.set(file.uri.toString(), collapseState);
    this.#listeners = Disposable.from(
      // Before `file`, whose change event reads the renamed states.
      workspace.onDidRenameFiles((event) =>
        this.#collapseStore.rename((file) => renamedUri(Uri.parse(file), event).toString()),
      ),
      file,
      this.#modelEditor,
      file.onDidChange(() => this.#sendFile()),
      this.#onValidated(graphUpdateMethod, graphUpdate, (payload) => this.#sendGraph(payload)),
      this.#onValidated(trainingUpdateMethod, trainingUpdate, (payload) => this.#sendTraining(payload)),
      client.onDidChangeState(({ newState }) => newState === State.Running && this.#onServerRestart()),
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#onViewStateChange()),
      this.#modelEditor.onDidMove(() => this.#sendCursors()),
    );
    panel.iconPath = Uri.joinPath(extensionUri, 'images', 'graph.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageFolder] };
    panel.webview.html = panelHtml(panel.webview, pageFolder);
    this.#updateTitle();
  }

  get onDidDispose() {
    return this.#panel.onDidDispose;
  }

  reveal(file: Uri): void {
    this.#file.setUri(file);
    this.#panel.reveal(undefined, true);
  }

  /** Opens the tensor viewer on a node of the file, by its name. */
  viewTensor(node: string): void {
    if (this.#page) this.#post({ kind: 'viewTensor', node });
    else this.#nodeToView = node;
  }

  #receive(message: unknown): void {
    const parsed = v.safeParse(pageMessage, message, { abortEarly: true });
    if (!parsed.success) {
      this.#log(`The graph panel sent an unknown message: ${v.summarize(parsed.issues)}`, message);
      return;
    }
    const { uri: fileUri, message: fromPage } = parsed.output;
    if (!this.#acceptsFile(fileUri) || (fromPage.kind === 'scrub' && !this.#acceptsFile(fromPage.uri))) return;
    this.#handle(fromPage, fileUri === null ? this.#file.uri : Uri.parse(fileUri));
  }

  /** Logs a message about a file that the page was not shown. @param uri the URI in the message; null before its first file. */
  #acceptsFile(uri: unknown): boolean {
    if (uri === null || (typeof uri === 'string' && this.#shownFiles.has(uri))) return true;
    this.#log('The graph panel sent a message about a file that it was not shown.', uri);
    return false;
  }

  /** @param file the file shown when the message was sent; another may be shown meanwhile. */
  #handle(message: FromPage, file: Uri): void {
    switch (message.kind) {
      case 'ready':
        this.#page = Symbol();
        this.#sendFile();
        if (this.#nodeToView !== undefined) this.#post({ kind: 'viewTensor', node: this.#nodeToView });
        this.#nodeToView = undefined;
        return;
      case 'toggleGroup':
        this.#collapseStore.toggle(file.toString(), message.group);
        this.#sendWatch();
        return;
      case 'collapse':
        this.#collapseStore.change(file.toString(), message.collapseState);
        this.#sendWatch();
        return;
      case 'reveal':
        this.#modelEditor.reveal(file, message.range, this.#panel.viewColumn);
        return;
      case 'markStep':
        this.#modelEditor.markStep(file, message.range);
        return;
      case 'pin':
        this.#file.setPinned(message.isPinned);
        return;
      case 'run':
        commands
          .executeCommand(message.command, file.toString())
          .then(undefined, (error: unknown) => this.#log(`The graph panel: ${errorMessage(error)}`));
        return;
      case 'scrub': {
        // A response still in flight when the page closed would never be released.
        if (!this.#page) return;
        const params: ScrubParams = { uri: message.uri, scrubbed: message.scrubbed };
        this.#scrubbedFile = message.uri;
        notifyServer(this.#client, scrubMethod, params);
        return;
      }
      case 'training': {
        const params: TrainingCommandParams = { uri: file.toString(), command: message.command };
        this.#trainedFile = message.command.kind === 'close' ? undefined : params.uri;
        notifyServer(this.#client, trainingCommandMethod, params);
        return;
      }
      case 'save':
        this.#pictureSaver.save(file, message);
        return;
      case 'copy':
        copyText(message);
        return;
      case 'showWarning':
        window.showWarningMessage(sanitizedText(message.reason));
        return;
      case 'request':
        this.#forwardRequest(message, file);
        return;
      case 'logError':
        this.#log(`The graph panel: ${message.message}`);
        return;
    }
  }

  async #forwardRequest({ id, method, params }: FromPage & { kind: 'request' }, file: Uri): Promise<void> {
    const request = panelRequests[method];
    const parsed = v.safeParse(request.paramsSchema, params, { abortEarly: true });
    if (!parsed.success) {
      this.#log(`The graph panel sent an unknown request: ${v.summarize(parsed.issues)}`, params);
      this.#post({ kind: 'requestFailed', id, reason: l10n.t('The panel sent an unknown request about {0}.', method) });
      return;
    }
    if ('uri' in parsed.output && !this.#acceptsFile(parsed.output.uri)) {
      this.#post({ kind: 'requestFailed', id, reason: l10n.t('The file is no longer shown in the panel.') });
      return;
    }
    if (method === 'endScrub') this.#scrubbedFile = undefined;
    const page = this.#page;
    const reply = (message: ToPage) => page === this.#page && this.#post(message);
    await this.#client.sendRequest(request.serverMethod, { uri: file.toString(), ...parsed.output }).then(
      (response) => reply({ kind: 'response', id, result: response }),
      (error: unknown) => reply({ kind: 'requestFailed', id, reason: errorMessage(error) }),
    );
  }

  /** Sends the page the file that it shows, and asks the server for its graph. */
  #sendFile(): void {
    this.#updateTitle();
    if (!this.#page) return;
    const { uri, name, isPinned, isOpen } = this.#file;
    this.#shownFiles.add(uri.toString());
    this.#post({
      kind: 'file',
      uri: uri.toString(),
      name,
      isPinned,
      isOpen,
      collapseState: this.#collapseStore.get(uri.toString()),
    });
    this.#sendWatch();
    this.#sendCursors();
  }

  #updateTitle(): void {
    this.#panel.title = l10n.t('Graph of {0}', this.#file.name);
  }

  /** Validates pushes on arrival; unknown ones are dropped and logged. */
  #onValidated<const Schema extends v.GenericSchema>(
    method: string,
    schema: Schema,
    handler: (payload: v.InferOutput<Schema>) => void,
  ): Disposable {
    return this.#client.onNotification(method, (payload: unknown) => {
      const parsed = v.safeParse(schema, payload);
      if (parsed.success) handler(parsed.output);
      else
        this.#log(`The server pushed an unknown notification: ${v.summarize(parsed.issues)}`, {
          method,
          pushed: payload,
        });
    });
  }

  #sendGraph(graph: GraphUpdate): void {
    if (!this.#file.isShowing(graph.uri)) return;
    if (graph.structure) this.#collapseStore.confirm(graph.uri, graph.structure.collapseState);
    this.#post({ kind: 'graph', graph });
  }

  #sendTraining(update: TrainingUpdate): void {
    if (update.kind === 'none' && update.uri === this.#trainedFile) this.#trainedFile = undefined;
    if (this.#file.isShowing(update.uri)) this.#post({ kind: 'training', update });
  }

  /** A new server has no state of the previous one. */
  #onServerRestart(): void {
    this.#sendWatch();
    if (this.#trainedFile === undefined) return;
    const reason = l10n.t(
      'Training ended because the language server restarted. Start again from the numbers in the text.',
    );
    this.#sendTraining({ kind: 'none', uri: this.#trainedFile, reason });
  }

  #onViewStateChange(): void {
    if (!this.#panel.visible) this.#releasePage();
  }

  /** For diagnosis only: the user is not interrupted. */
  #log(sentence: string, details?: unknown): void {
    this.#client.warn(sanitizedText(sentence), sanitizedText(jsonOf(details)), false);
  }

  /** Stops watching, since there is no page to push to. */
  #releasePage(): void {
    if (!this.#page) return;
    this.#page = undefined;
    this.#modelEditor.markStep(this.#file.uri, null);
    this.#sendWatch();
    this.#cancelScrub();
  }

  /** A scrub under way when the page closes is discarded. */
  #cancelScrub(): void {
    if (this.#scrubbedFile === undefined || this.#client.state !== State.Running) return;
    const params: EndScrubParams = { uri: this.#scrubbedFile, isCommitted: false };
    this.#scrubbedFile = undefined;
    this.#client.sendRequest(endScrubMethod, params).catch(() => undefined);
  }

  #sendWatch(): void {
    const uri = this.#file.uri.toString();
    const params: WatchGraphParams = {
      watched: this.#page ? { uri, collapseState: this.#collapseStore.get(uri) } : null,
    };
    notifyServer(this.#client, watchGraphMethod, params);
  }

  #sendCursors(): void {
    this.#post({ kind: 'cursor', selections: this.#modelEditor.selectionsOf(this.#file.uri) });
  }

  #post(message: ToPage): void {
    if (this.#page) this.#panel.webview.postMessage(message);
  }

  dispose(): void {
    this.#releasePage();
    this.#listeners.dispose();
    this.#panel.dispose();
  }
}
