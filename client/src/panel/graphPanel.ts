/**
 * The graph panel: a webview beside the editor. It is told what the server pushes of the model that it shows, and what it asks
 * is asked of the server. While it is hidden, it has no page, and nothing is pushed.
 */

import * as v from 'valibot';
import {
  commands,
  Disposable,
  Range,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import {
  type Folding,
  type Graph,
  graphMethod,
  type TextRange,
  type WatchGraphParams,
  watchGraphMethod,
} from '../../../server/src/protocol/graph.ts';
import { type FromPanel, fromPanel, type ToPanel } from '../../../server/src/protocol/panel.ts';
import { questions } from '../../../server/src/protocol/questions.ts';
import {
  type EndScrubParams,
  endScrubMethod,
  type ScrubParams,
  scrubMethod,
} from '../../../server/src/protocol/scrub.ts';
import {
  type Training,
  type TrainingOrderParams,
  trainingMethod,
  trainingOrderMethod,
} from '../../../server/src/protocol/training.ts';
import { pageOf } from './page.ts';
import type { PanelModel } from './panelModel.ts';
import { copyText, savePicture } from './takeAlong.ts';

/** A file that is shown for the first time leaves it to the server what is folded. */
const unfolded: Folding = { isFolded: null, except: [] };

export class GraphPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #model: PanelModel;
  readonly #client: BaseLanguageClient;
  readonly #listening: Disposable;
  /** What is folded in each file that was shown. */
  readonly #foldings = new Map<string, Folding>();
  /** Whether the page listens. */
  #isReady = false;
  /** The file of which the page tries a number out. */
  #scrubbed: string | undefined;

  constructor(
    panel: WebviewPanel,
    model: PanelModel,
    client: BaseLanguageClient,
    extensionUri: Uri,
    folding = unfolded,
  ) {
    const pageFolder = Uri.joinPath(extensionUri, 'dist', 'webview');
    this.#panel = panel;
    this.#model = model;
    this.#client = client;
    this.#foldings.set(model.uri.toString(), folding);
    this.#listening = Disposable.from(
      model,
      model.onDidChange(() => this.#showModel()),
      client.onNotification(graphMethod, (graph: Graph) => this.#show(graph)),
      client.onNotification(trainingMethod, (training: Training) => this.#showTraining(training)),
      client.onDidChangeState(({ newState }) => newState === State.Running && this.#watch()),
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#changeView()),
      window.onDidChangeTextEditorSelection(() => this.#showCursors()),
      window.onDidChangeVisibleTextEditors(() => this.#showCursors()),
    );
    panel.iconPath = Uri.joinPath(extensionUri, 'images', 'graph.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageFolder] };
    panel.webview.html = pageOf(panel.webview, pageFolder);
    this.#title();
  }

  get onDidDispose() {
    return this.#panel.onDidDispose;
  }

  reveal(model: Uri): void {
    this.#model.show(model);
    this.#panel.reveal(undefined, true);
  }

  #receive(message: unknown): void {
    const parsed = v.safeParse(fromPanel, message);
    if (parsed.success) this.#act(parsed.output);
    else this.#client.warn(`The graph panel sent a message that is not known: ${v.summarize(parsed.issues)}`, message);
  }

  #act(message: FromPanel): void {
    switch (message.kind) {
      case 'ready':
        this.#isReady = true;
        this.#showModel();
        return;
      case 'fold':
        this.#foldings.set(this.#model.uri.toString(), message.folding);
        this.#watch();
        return;
      case 'reveal':
        this.#reveal(message.range);
        return;
      case 'pin':
        this.#model.pin(message.isPinned);
        return;
      case 'run':
        commands.executeCommand(message.command, this.#model.uri.toString());
        return;
      case 'scrub': {
        const params: ScrubParams = { uri: message.uri, scrubbed: message.scrubbed };
        this.#scrubbed = message.uri;
        this.#client.sendNotification(scrubMethod, params);
        return;
      }
      case 'training': {
        const params: TrainingOrderParams = { uri: this.#model.uri.toString(), order: message.order };
        this.#client.sendNotification(trainingOrderMethod, params);
        return;
      }
      case 'save':
        savePicture(this.#model.uri, message);
        return;
      case 'copy':
        copyText(message);
        return;
      case 'ask':
        this.#ask(message);
        return;
      case 'trouble':
        this.#client.warn(`The graph panel: ${message.message}`);
        return;
    }
  }

  async #ask({ id, about, asked }: FromPanel & { kind: 'ask' }): Promise<void> {
    const question = questions[about];
    const parsed = v.safeParse(question.asked, asked);
    if (!parsed.success) {
      this.#client.warn(`The graph panel asked what is not known: ${v.summarize(parsed.issues)}`, asked);
      return;
    }
    if (about === 'endScrub') this.#scrubbed = undefined;
    try {
      const answer = await this.#client.sendRequest(question.method, {
        uri: this.#model.uri.toString(),
        ...parsed.output,
      });
      this.#say({ kind: 'answer', id, answer });
    } catch (error) {
      this.#say({ kind: 'unanswered', id, reason: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Says which model is shown, and has the server push it. */
  #showModel(): void {
    this.#title();
    if (!this.#isReady) return;
    const { uri, name, isPinned, isOpen } = this.#model;
    this.#say({ kind: 'file', uri: uri.toString(), name, isPinned, isOpen, folding: this.#folding });
    this.#watch();
    this.#showCursors();
  }

  #title(): void {
    this.#panel.title = `Graph of ${this.#model.name}`;
  }

  get #folding(): Folding {
    return this.#foldings.get(this.#model.uri.toString()) ?? unfolded;
  }

  #show(graph: Graph): void {
    if (!this.#model.is(graph.uri)) return;
    // What the server has decided once holds as long as the file is shown.
    if (graph.structure) this.#foldings.set(graph.uri, graph.structure.folding);
    this.#say({ kind: 'graph', graph });
  }

  #showTraining(training: Training): void {
    if (this.#model.is(training.uri)) this.#say({ kind: 'training', training });
  }

  #changeView(): void {
    if (!this.#panel.visible) this.#rest();
  }

  /** Without a page there is nobody to push to. */
  #rest(): void {
    if (!this.#isReady) return;
    this.#isReady = false;
    this.#watch();
    this.#dropScrub();
  }

  /** What is tried out when the page goes is not kept. */
  #dropScrub(): void {
    if (this.#scrubbed === undefined || this.#client.state !== State.Running) return;
    const params: EndScrubParams = { uri: this.#scrubbed, isKept: false };
    this.#scrubbed = undefined;
    this.#client.sendRequest(endScrubMethod, params);
  }

  #watch(): void {
    const watched = this.#isReady ? { uri: this.#model.uri.toString(), folding: this.#folding } : null;
    const params: WatchGraphParams = { watched };
    if (this.#client.state === State.Running) this.#client.sendNotification(watchGraphMethod, params);
  }

  #showCursors(): void {
    const editor = window.visibleTextEditors.find(({ document }) => this.#model.is(document.uri.toString()));
    this.#say({ kind: 'cursor', selections: editor?.selections.map(({ start, end }) => ({ start, end })) ?? [] });
  }

  async #reveal({ start, end }: TextRange): Promise<void> {
    const range = new Range(start.line, start.character, end.line, end.character);
    const shown = window.visibleTextEditors.find(({ document }) => this.#model.is(document.uri.toString()));
    const viewColumn = shown?.viewColumn ?? ViewColumn.One;
    const editor = await window.showTextDocument(this.#model.uri, { viewColumn, preserveFocus: true });
    editor.selection = new Selection(range.start, range.end);
    editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
  }

  #say(message: ToPanel): void {
    if (this.#isReady) this.#panel.webview.postMessage(message);
  }

  dispose(): void {
    this.#rest();
    this.#listening.dispose();
    this.#panel.dispose();
  }
}
