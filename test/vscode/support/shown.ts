/** Requests the lenses and hovers that VS Code shows for a model. */
import * as vscode from 'vscode';

export function lensesOf({ uri }: Pick<vscode.TextDocument, 'uri'>): Thenable<readonly vscode.CodeLens[]> {
  return vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, Number.MAX_SAFE_INTEGER);
}

/** The texts of the lenses. */
export async function titlesIn(document: Pick<vscode.TextDocument, 'uri'>): Promise<readonly string[]> {
  return (await lensesOf(document)).map(({ command }) => command!.title);
}

/** The Markdown of the hovers at the first occurrence of some words. */
export async function hoverAt(document: vscode.TextDocument, words: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    document.positionAt(document.getText().indexOf(words)),
  );
  return hovers.flatMap(({ contents }) => contents.map(markdown)).join('\n');
}

function markdown(content: vscode.MarkdownString | vscode.MarkedString): string {
  return typeof content === 'string' ? content : content.value;
}
