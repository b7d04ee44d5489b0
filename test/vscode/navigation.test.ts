/** Navigation through VS Code's own commands. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { eventually } from './support/eventually.ts';
import { closeModels, inWorkspace, writeText } from './support/models.ts';
import { rejects } from './support/rejects.ts';

const { commands, workspace } = vscode;

const layersText = 'const half = 1 / 2\nfn scaled(x, by) {\n  a = x * by\n  return a * half\n}\n';
const modelText =
  'import "inner/layers.bp"\nparam w = 0.5\nh = scaled(2, by = w)\n# It comes down\n# to nothing.\nloss L = h^2\n';

suite('navigation in a model', () => {
  const model = inWorkspace('navigated.bp');
  const folder = inWorkspace('inner');
  const layers = inWorkspace('inner/layers.bp');

  setup(async () => {
    await writeText(layers, layersText);
    await writeText(model, modelText);
    await vscode.window.showTextDocument(await workspace.openTextDocument(model));
    await eventually(async () => assert.notStrictEqual((await symbols()).length, 0));
  });

  teardown(async () => {
    await closeModels();
    await workspace.fs.delete(model);
    await workspace.fs.delete(folder, { recursive: true });
  });

  test('finds definitions, also in a file that is not open', async () => {
    await eventually(async () => {
      const links = await ask<vscode.LocationLink[]>('vscode.executeDefinitionProvider', 'scaled');
      assert.deepEqual(
        links.map(({ targetUri, targetSelectionRange }) => [targetUri.path, targetSelectionRange?.start.line]),
        [[layers.path, 1]],
      );
    });
    const [file] = await ask<vscode.LocationLink[]>('vscode.executeDefinitionProvider', '"inner');
    assert.strictEqual(file!.targetUri.path, layers.path);
  });

  test('finds all references', async () => {
    await eventually(async () => {
      const locations = await ask<vscode.Location[]>('vscode.executeReferenceProvider', 'by =');
      assert.deepEqual(locations.map(({ uri, range }) => `${uri.path.split('/').at(-1)} ${range.start.line}`).sort(), [
        'layers.bp 1',
        'layers.bp 2',
        'navigated.bp 2',
      ]);
    });
    const highlights = await ask<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', 'h =');
    assert.deepEqual(
      highlights.map(({ kind }) => kind),
      [vscode.DocumentHighlightKind.Write, vscode.DocumentHighlightKind.Read],
    );
  });

  test('lists an outline, and finds symbols of the workspace', async () => {
    assert.deepEqual(
      (await symbols()).map(({ name, detail }) => [name, detail]),
      [
        ['w', '0.5'],
        ['h', 'scaled(2, by = w)'],
        ['L', 'h^2'],
      ],
    );
    const found = await commands.executeCommand<vscode.SymbolInformation[]>(
      'vscode.executeWorkspaceSymbolProvider',
      'scal',
    );
    const names = found.map(({ name, containerName }) => `${name} in ${containerName}`);
    assert.ok(names.includes('scaled in layers.bp'), names.join());
  });

  test('shows the gradient flow as a call hierarchy', async () => {
    const [item] = await ask<vscode.CallHierarchyItem[]>('vscode.prepareCallHierarchy', 'h =');
    await eventually(async () => {
      const calls = await commands.executeCommand<vscode.CallHierarchyIncomingCall[]>(
        'vscode.provideIncomingCalls',
        item,
      );
      assert.deepEqual(
        calls.map(({ from }) => from.name),
        ['L'],
      );
      const operands = await commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>(
        'vscode.provideOutgoingCalls',
        item,
      );
      assert.deepEqual(
        operands.map(({ to }) => [to.name, to.detail]),
        [
          ['scaled', ''],
          ['w', '∂L/∂w = 1'],
        ],
      );
    });
  });

  test('provides folding ranges, links and selection ranges', async () => {
    const folds = await commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', model);
    assert.deepEqual(
      folds.map(({ start, end }) => [start, end]),
      [[3, 4]],
    );
    const links = await commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', model);
    assert.deepEqual(
      links.map(({ target }) => target?.path),
      [layers.path],
    );
    const [selection] = await commands.executeCommand<vscode.SelectionRange[]>(
      'vscode.executeSelectionRangeProvider',
      model,
      [positionOf('w)')],
    );
    const document = await workspace.openTextDocument(model);
    assert.deepEqual(parts(selection, document), ['w', 'scaled(2, by = w)', 'h = scaled(2, by = w)', modelText]);
  });

  // The last test, as VS Code takes some time to notice that an edited file has changed on disk.
  test('renames in all files as one edit, or explains the refusal', async () => {
    const edit = await eventually(async () =>
      ask<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', 'scaled', 'times'),
    );
    await workspace.applyEdit(edit);
    assert.strictEqual((await workspace.openTextDocument(layers)).getText(), layersText.replace('scaled', 'times'));
    assert.strictEqual((await workspace.openTextDocument(model)).getText(), modelText.replace('scaled', 'times'));
    await workspace.saveAll();
    await rejects(
      ask('vscode.executeDocumentRenameProvider', 'w = 0.5', 'h'),
      /'h' is already the name of the node on line 3\. Choose another name\./,
    );
    await rejects(ask('vscode.prepareRename', 'import'), /Only names that the model defines can be renamed/);
  });

  function symbols(): Thenable<vscode.DocumentSymbol[]> {
    return commands.executeCommand('vscode.executeDocumentSymbolProvider', model);
  }

  /** Runs a command at the first occurrence of some words of the model. */
  function ask<Answer>(command: string, words: string, ...more: readonly unknown[]): Thenable<Answer> {
    return commands.executeCommand(command, model, positionOf(words), ...more);
  }

  function positionOf(words: string): vscode.Position {
    const lines = modelText.slice(0, modelText.indexOf(words)).split('\n');
    return new vscode.Position(lines.length - 1, lines.at(-1)!.length);
  }
});

function parts(selection: vscode.SelectionRange | undefined, document: vscode.TextDocument): readonly string[] {
  const texts: string[] = [];
  for (let at = selection; at; at = at.parent) {
    const text = document.getText(at.range);
    if (text !== texts.at(-1)) texts.push(text);
  }
  return texts;
}
