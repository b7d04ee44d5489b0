/**
 * The graph panel: a webview beside the editor. It is told what the server pushes of the model that it shows, and what it asks
 * is asked of the server. While it is hidden, it has no page, and nothing is pushed.
 */

import * as v from 'valibot';
import { commands, Disposable, l10n, Uri, type WebviewPanel, window, workspace } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import {
  type Folding,
  type Graph,
  graph,
  graphMethod,
  type WatchGraphParams,
  watchGraphMethod,
} from '../../../server/src/protocol/panel/graph.ts';
import { type FromPanel, saidByPanel, type ToPanel } from '../../../server/src/protocol/panel/messages.ts';
import { questions } from '../../../server/src/protocol/panel/requests.ts';
import {
  type EndScrubParams,
  endScrubMethod,
  type ScrubParams,
  scrubMethod,
} from '../../../server/src/protocol/panel/scrub.ts';
import {
  type Training,
  type TrainingOrderParams,
  training,
  trainingMethod,
  trainingOrderMethod,
} from '../../../server/src/protocol/panel/training.ts';
import { reasonOf } from '../reason.ts';
import { Foldings } from './expansion.ts';
import { copyText, savePicture } from './exportPicture.ts';
import { afterRename } from './fileRenames.ts';
import { ModelEditor } from './modelEditor.ts';
import { pageOf } from './page.ts';
import type { PanelModel } from './panelModel.ts';

export class GraphPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #model: PanelModel;
  readonly #client: BaseLanguageClient;
  readonly #listening: Disposable;
  readonly #foldings = new Foldings();
  readonly #editor = new ModelEditor();
  /** The page that listens; undefined while none does. Each counts its questions anew. */
  #page: symbol | undefined;
  /** The file of which the page tries a number out. */
  #scrubbed: string | undefined;
  /** The file that the page trains. */
  #trained: string | undefined;

  constructor(
    panel: WebviewPanel,
    model: PanelModel,
    client: BaseLanguageClient,
    extensionUri: Uri,
    folding?: Folding,
  ) {
    const pageFolder = Uri.joinPath(extensionUri, 'dist', 'webview');
    this.#panel = panel;
    this.#model = model;
    this.#client = client;
    if (folding) this.#foldings.keep(model.uri.toString(), folding);
    this.#listening = Disposable.from(
      // Before the model is, which shows what it is called now.
      workspace.onDidRenameFiles((event) =>
        this.#foldings.rename((file) => afterRename(Uri.parse(file), event).toString()),
      ),
      model,
      this.#editor,
      model.onDidChange(() => this.#showModel()),
      this.#hear(graphMethod, graph, (pushed) => this.#showGraph(pushed)),
      this.#hear(trainingMethod, training, (pushed) => this.#showTraining(pushed)),
      client.onDidChangeState(({ newState }) => newState === State.Running && this.#beginAnew()),
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#changeView()),
      this.#editor.onDidMove(() => this.#showCursors()),
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
    const parsed = v.safeParse(saidByPanel, message);
    if (!parsed.success) {
      this.#log(`The graph panel sent a message that is not known: ${v.summarize(parsed.issues)}`, message);
      return;
    }
    const { of, said } = parsed.output;
    this.#act(said, of === null ? this.#model.uri : Uri.parse(of));
  }

  /** @param file what was shown when it was said: by now it may be another one. */
  #act(message: FromPanel, file: Uri): void {
    switch (message.kind) {
      case 'ready':
        this.#page = Symbol();
        this.#showModel();
        return;
      case 'fold':
        this.#foldings.toggle(file.toString(), message.group);
        this.#watch();
        return;
      case 'reveal':
        this.#editor.reveal(file, message.range, this.#panel.viewColumn);
        return;
      case 'pin':
        this.#model.pin(message.isPinned);
        return;
      case 'run':
        commands.executeCommand(message.command, file.toString());
        return;
      case 'scrub': {
        // What was still on its way when the page went would be let go by nobody.
        if (!this.#page) return;
        const params: ScrubParams = { uri: message.uri, scrubbed: message.scrubbed };
        this.#scrubbed = message.uri;
        this.#tell(scrubMethod, params);
        return;
      }
      case 'training': {
        const params: TrainingOrderParams = { uri: file.toString(), order: message.order };
        this.#trained = message.order.kind === 'close' ? undefined : params.uri;
        this.#tell(trainingOrderMethod, params);
        return;
      }
      case 'save':
        savePicture(file, message);
        return;
      case 'copy':
        copyText(message);
        return;
      case 'refusal':
        window.showWarningMessage(message.reason);
        return;
      case 'ask':
        this.#ask(message, file);
        return;
      case 'trouble':
        this.#log(`The graph panel: ${message.message}`);
        return;
    }
  }

  async #ask({ id, about, asked }: FromPanel & { kind: 'ask' }, file: Uri): Promise<void> {
    const question = questions[about];
    const parsed = v.safeParse(question.asked, asked);
    if (!parsed.success) {
      this.#log(`The graph panel asked what is not known: ${v.summarize(parsed.issues)}`, asked);
      this.#say({ kind: 'unanswered', id, reason: l10n.t('The panel asked about {0} what is not known.', about) });
      return;
    }
    if (about === 'endScrub') this.#scrubbed = undefined;
    const page = this.#page;
    const answer = (message: ToPanel) => page === this.#page && this.#say(message);
    await this.#client.sendRequest(question.method, { uri: file.toString(), ...parsed.output }).then(
      (answered) => answer({ kind: 'answer', id, answer: answered }),
      (error: unknown) => answer({ kind: 'unanswered', id, reason: reasonOf(error) }),
    );
  }

  /** Says which model is shown, and has the server push it. */
  #showModel(): void {
    this.#title();
    if (!this.#page) return;
    const { uri, name, isPinned, isOpen } = this.#model;
    this.#say({
      kind: 'file',
      uri: uri.toString(),
      name,
      isPinned,
      isOpen,
      folding: this.#foldings.of(uri.toString()),
    });
    this.#watch();
    this.#showCursors();
  }

  #title(): void {
    this.#panel.title = l10n.t('Graph of {0}', this.#model.name);
  }

  /** What is pushed is checked as it arrives: what isn't known is dropped and logged. */
  #hear<const Schema extends v.GenericSchema>(
    method: string,
    schema: Schema,
    show: (pushed: v.InferOutput<Schema>) => void,
  ): Disposable {
    return this.#client.onNotification(method, (pushed: unknown) => {
      const parsed = v.safeParse(schema, pushed);
      if (parsed.success) show(parsed.output);
      else this.#log(`The server pushed what is not known: ${v.summarize(parsed.issues)}`, { method, pushed });
    });
  }

  #showGraph(graph: Graph): void {
    if (!this.#model.is(graph.uri)) return;
    if (graph.structure) this.#foldings.drawn(graph.uri, graph.structure.folding);
    this.#say({ kind: 'graph', graph });
  }

  #showTraining(training: Training): void {
    if (training.kind === 'none' && training.uri === this.#trained) this.#trained = undefined;
    if (this.#model.is(training.uri)) this.#say({ kind: 'training', training });
  }

  /** The server knows nothing of what was before it started. */
  #beginAnew(): void {
    this.#watch();
    if (this.#trained === undefined) return;
    const reason = l10n.t(
      'Training has ended: the language server was started anew. Begin again from the numbers of the text.',
    );
    this.#showTraining({ kind: 'none', uri: this.#trained, reason });
  }

  #changeView(): void {
    if (!this.#panel.visible) this.#rest();
  }

  /** For who looks for it: the user is not interrupted. */
  #log(sentence: string, dropped?: unknown): void {
    this.#client.warn(sentence, JSON.stringify(dropped), false);
  }

  /** Without a page there is nobody to push to. */
  #rest(): void {
    if (!this.#page) return;
    this.#page = undefined;
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
    const uri = this.#model.uri.toString();
    const params: WatchGraphParams = { watched: this.#page ? { uri, folding: this.#foldings.of(uri) } : null };
    this.#tell(watchGraphMethod, params);
  }

  /** A server that has stopped is told nothing; one that starts is told what is watched. */
  #tell(method: string, params: object): void {
    if (this.#client.state === State.Running) this.#client.sendNotification(method, params);
  }

  #showCursors(): void {
    this.#say({ kind: 'cursor', selections: this.#editor.selectionsOf(this.#model.uri) });
  }

  #say(message: ToPanel): void {
    if (this.#page) this.#panel.webview.postMessage(message);
  }

  dispose(): void {
    this.#rest();
    this.#listening.dispose();
    this.#panel.dispose();
  }
}
