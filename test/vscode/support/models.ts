/** Opens test models: the examples in the workspace, untitled texts, and new files. */
import * as vscode from 'vscode';

export async function openExample(name: string): Promise<vscode.TextDocument> {
  const [file] = await vscode.workspace.findFiles(name);
  return show(await vscode.workspace.openTextDocument(file!));
}

export async function openModel(content: string): Promise<vscode.TextDocument> {
  return show(await vscode.workspace.openTextDocument({ language: 'bp', content }));
}

/** The URI of a path in the open folder. */
export function inWorkspace(path: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, path);
}

export async function writeText(file: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
}

export async function closeModels(): Promise<void> {
  while (vscode.window.activeTextEditor) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}

async function show(document: vscode.TextDocument): Promise<vscode.TextDocument> {
  await vscode.window.showTextDocument(document);
  return document;
}
