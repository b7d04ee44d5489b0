/** The status bar item that stops training, shown while a file is being trained. */

import { type Disposable, l10n, StatusBarAlignment, Uri, window } from 'vscode';
import { stopTrainingCommand } from '../../../protocol/editor/commands.ts';
import type { RunningTraining } from '../../../protocol/editor/runningTraining.ts';

export class StopTrainingItem implements Disposable {
  readonly #item = window.createStatusBarItem('backprop.stopTraining', StatusBarAlignment.Right, 101);

  constructor() {
    this.#item.name = l10n.t('Backprop Lens: Stop Training');
  }

  show({ uris: [uri] }: RunningTraining): void {
    if (uri === undefined) {
      this.#item.hide();
      return;
    }
    const title = l10n.t('Stop training');
    this.#item.text = `$(debug-stop) ${title}`;
    this.#item.tooltip = l10n.t('Stop training {0}.', Uri.parse(uri).path.split('/').at(-1)!);
    this.#item.command = { command: stopTrainingCommand, title, arguments: [uri] };
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
