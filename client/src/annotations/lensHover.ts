/** Lenses with numbers open the hover of their statement, and their tooltips explain the notation. */

import { CodeLens, type Command, commands, l10n, Position, Selection, Uri, window } from 'vscode';
import { showLensHoverCommand } from '../../../protocol/editor/commands.ts';

/** Gives a lens without a command one that opens the hover. */
export function withHover(lens: CodeLens, uri: string): CodeLens {
  const { command, range } = lens;
  if (command === undefined || command.command !== '') return lens;
  const { line } = range.start;
  const hover: Command = {
    title: command.title,
    command: showLensHoverCommand,
    arguments: [uri, line],
    tooltip: tooltipOf(command.title),
  };
  return new CodeLens(range, hover);
}

function tooltipOf(title: string): string {
  const explanations = [
    l10n.t('These are numbers of the line below.'),
    ...(title.includes('±') ? [l10n.t('Mean ± standard deviation of the elements.')] : []),
    ...(/± \S+ [▁-█]/.test(title) ? [l10n.t('The bars are a histogram of the elements.')] : []),
    ...(title.includes('‖') ? [l10n.t('‖∂L/∂W‖ is the Euclidean norm of the gradient.')] : []),
    ...(/‖ = \S+ [▁-█]/.test(title) ? [l10n.t('The bars after the norm are the norms at the steps.')] : []),
    ...(title.includes('→') ? [l10n.t('The value after → is that after one training step.')] : []),
    ...(/^[✓✗] .*\]: /.test(title) ? [l10n.t('Of two tensors, the element that differs the most is shown.')] : []),
    l10n.t('Click to show the hover.'),
  ];
  return explanations.join(' ');
}

/** Selects the name that a line defines, and opens its hover. */
export async function showLensHover(uri: string, line: number): Promise<void> {
  const visible = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  const editor = await window.showTextDocument(
    Uri.parse(uri),
    visible?.viewColumn ? { viewColumn: visible.viewColumn } : {},
  );
  const position = new Position(line, nameColumn(editor.document.lineAt(line).text));
  editor.selection = new Selection(position, position);
  await commands.executeCommand('editor.action.showHover');
}

/** The column after the keyword of a statement. */
function nameColumn(text: string): number {
  return /^\s*(?:(?:const|data|expect|loss|param)\s+)?/.exec(text)![0].length;
}
