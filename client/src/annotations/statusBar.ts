/** The status bar items: errors, objective and step count of the model in the active editor, and the mode of its numbers. */

import { Disposable, l10n, StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import { switchDisplayCommand, toggleModeCommand } from '../../../protocol/editor/commands.ts';
import type { Summary } from '../../../protocol/editor/shownNumbers.ts';
import { currentDisplay, displayTexts, onDidChangeDisplay } from './display.ts';
import { shownModel } from './shownModel.ts';
import type { ShownNumbersStore } from './shownNumbersStore.ts';

export function registerStatusBar(shownNumbers: ShownNumbersStore): Disposable {
  const item = window.createStatusBarItem('backprop.summary', StatusBarAlignment.Right, 100);
  item.name = 'Backprop Lens';
  item.command = switchDisplayCommand;
  const modeItem = window.createStatusBarItem('backprop.mode', StatusBarAlignment.Right, 99);
  modeItem.name = l10n.t('Backprop Lens: Mode');
  modeItem.command = toggleModeCommand;
  const update = () => {
    updateItem(item, shownNumbers);
    updateModeItem(modeItem, shownNumbers);
  };
  update();
  return Disposable.from(
    item,
    modeItem,
    shownNumbers.onDidChange(update),
    onDidChangeDisplay(update),
    window.onDidChangeTextEditorSelection(({ textEditor: { document } }) => {
      // In other display modes the cursor does not matter, and each update is a message to the window.
      if (document.languageId === 'bp' && currentDisplay() === 'lineEnd') update();
    }),
    window.onDidChangeActiveTextEditor(update),
    window.onDidChangeVisibleTextEditors(update),
  );
}

function updateItem(item: StatusBarItem, shownNumbers: ShownNumbersStore): void {
  const document = shownModel();
  if (document === undefined) {
    item.hide();
    return;
  }
  const summary = shownNumbers.get(document)?.summary;
  const text = summary ? summaryText(summary) : 'Backprop';
  item.text = `${summary?.errors ? '$(error)' : '$(graph-line)'} ${text}`;
  item.tooltip = `${displayTexts[currentDisplay()].detail} ${l10n.t('Click to switch the display.')}`;
  const announcementParts = [l10n.t('Backprop: {0}.', text), cursorAnnouncement(shownNumbers), item.tooltip];
  item.accessibilityInformation = {
    label: announcementParts.filter((part) => part !== undefined).join(' '),
    role: 'button',
  };
  item.show();
}

/** Shown for models whose numbers differ between the modes. */
function updateModeItem(item: StatusBarItem, shownNumbers: ShownNumbersStore): void {
  const document = shownModel();
  const mode = document && shownNumbers.get(document)?.summary.mode;
  if (mode === undefined) {
    item.hide();
    return;
  }
  const { text, detail } = modeTexts()[mode];
  item.text = text;
  item.tooltip = `${detail} ${l10n.t('Click to switch the mode.')}`;
  item.accessibilityInformation = { label: `${l10n.t('Backprop: {0}.', text)} ${item.tooltip}`, role: 'button' };
  item.show();
}

export function modeTexts() {
  return {
    training: {
      text: l10n.t('training mode'),
      detail: l10n.t(
        'The numbers are those of training: dropout is on, and batch_norm uses the statistics of the batch.',
      ),
    },
    evaluation: {
      text: l10n.t('evaluation mode'),
      detail: l10n.t(
        'The numbers are those of evaluation: dropout is off, and batch_norm uses its running statistics.',
      ),
    },
  };
}

/** The decorations of the cursor's line as text, since VS Code does not read decorations aloud. */
function cursorAnnouncement(shownNumbers: ShownNumbersStore): string | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined || currentDisplay() !== 'lineEnd') return undefined;
  const { line } = editor.selection.active;
  const decoration = shownNumbers.get(editor.document)?.decorations.find((candidate) => candidate.line === line);
  if (decoration === undefined) return undefined;
  const { value, gradient, update, isStale } = decoration;
  const numbers = `${value}${gradient}${update}`.replaceAll(/\s+/g, ' ').trim();
  return isStale ? l10n.t('Line {0}: {1}, stale.', line + 1, numbers) : l10n.t('Line {0}: {1}.', line + 1, numbers);
}

/** `1 error · L = 4 · first 128 of 1,000 samples · 2 steps`, or `root q = 3` if one was picked; empty parts are omitted. */
export function summaryText({ objectiveName, isPicked, objectiveText, sampleText, steps, errors }: Summary): string {
  const parts: string[] = [];
  const label = isPicked && objectiveName !== null ? l10n.t('root {0}', objectiveName) : objectiveName;
  if (errors > 0) parts.push(errors === 1 ? l10n.t('1 error') : l10n.t('{0} errors', errors));
  if (objectiveText !== null) parts.push(`${label} = ${objectiveText}`);
  else if (isPicked || errors === 0) parts.push(objectiveName === null ? l10n.t('no loss') : `${label} = …`);
  if (sampleText !== undefined) parts.push(sampleText);
  if (steps > 0) parts.push(steps === 1 ? l10n.t('1 step') : l10n.t('{0} steps', steps));
  return parts.join(' · ');
}
