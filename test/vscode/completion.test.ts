/** Completion, signature help and semantic tokens in VS Code. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { eventually } from './support/eventually.ts';
import { closeModels, inWorkspace, openModel, writeText } from './support/models.ts';

suite('completion while typing', () => {
  teardown(closeModels);

  test('completes a name and shows its value', async () => {
    const item = await offeredAt('param rate = 2\nloss L = rate^2\ny = 3 * ra$0', 'rate');
    assert.deepEqual(item.label, { label: 'rate', description: 'param' });
    const { inserting } = item.range as { inserting: vscode.Range };
    assert.deepEqual([inserting.start.character, inserting.end.character], [8, 10]);
    await eventually(async () => {
      const { uri } = vscode.window.activeTextEditor!.document;
      const { items } = await completions(uri, new vscode.Position(2, 10), 100);
      assert.strictEqual(items.find(({ label }) => labelOf(label) === 'rate')!.detail, '2');
    });
  });

  test('completes a derivative typed without ∂', async () => {
    const { filterText } = await offeredAt('param x = 2\nloss L = x^2\ny = d$0', '∂L/∂x');
    assert.strictEqual(filterText, 'dL/dx');
  });

  test('inserts the parentheses of an operator and triggers signature help', async () => {
    const { insertText, command } = await offeredAt('y = rel$0', 'relu');
    assert.deepEqual(insertText, new vscode.SnippetString('relu($0)'));
    assert.strictEqual(command!.command, 'editor.action.triggerParameterHints');
  });

  test('completes files of the workspace and columns of a file', async () => {
    const file = inWorkspace('named.bp');
    const line = 'data X = csv("iris.csv", columns = [""])';
    await writeText(file, `data Y = csv("")\n${line}\n`);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
    const named = async (index: vscode.Position) => labels(await completions(file, index));
    await eventually(async () => assert.ok((await named(new vscode.Position(0, 14))).includes('two-moons.csv')));
    assert.deepEqual((await named(new vscode.Position(1, line.length - 3))).slice(0, 2), [
      'petal_length',
      'petal_width',
    ]);
    await closeModels();
    await vscode.workspace.fs.delete(file);
  });

  test('signature help marks the next parameter', async () => {
    const { uri, position } = await openAt('y = mse(1, 2, re$0');
    const help = await eventually(async () => {
      const provider = 'vscode.executeSignatureHelpProvider';
      const found = await vscode.commands.executeCommand<vscode.SignatureHelp | undefined>(provider, uri, position);
      return found ?? assert.fail('no help');
    });
    const [{ label, parameters, activeParameter }] = help.signatures as [vscode.SignatureInformation];
    assert.strictEqual(label, 'mse(prediction, target, reduction = "mean")');
    assert.strictEqual(label.slice(...(parameters[activeParameter!]!.label as [number, number])), 'reduction = "mean"');
  });

  test('semantic tokens have the types that the extension contributes', async () => {
    const { uri } = await openModel('param x = 1\nloss L = x^2\n');
    const legend = await eventually(async () => {
      const found = await vscode.commands.executeCommand<vscode.SemanticTokensLegend | undefined>(
        'vscode.provideDocumentSemanticTokensLegend',
        uri,
      );
      return found ?? assert.fail('no legend');
    });
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      uri,
    );
    const types = [...tokens.data].flatMap((number, index) => (index % 5 === 3 ? [legend.tokenTypes[number]] : []));
    assert.deepEqual(types, ['param', 'loss', 'param']);
  });
});

/** Waits for the completion item with a label at the cursor `$0`. */
async function offeredAt(marked: string, wanted: string): Promise<vscode.CompletionItem> {
  const { uri, position } = await openAt(marked);
  return await eventually(async () => {
    const { items } = await completions(uri, position);
    return items.find(({ label }) => labelOf(label) === wanted) ?? assert.fail(`${wanted} is not offered`);
  });
}

/** @param resolved number of items to resolve. */
async function completions(
  uri: vscode.Uri,
  position: vscode.Position,
  resolved?: number,
): Promise<vscode.CompletionList> {
  const provider = 'vscode.executeCompletionItemProvider';
  return await vscode.commands.executeCommand(provider, uri, position, undefined, resolved);
}

async function openAt(marked: string) {
  const document = await openModel(marked.replace('$0', ''));
  return { uri: document.uri, position: document.positionAt(marked.indexOf('$0')) };
}

function labels({ items }: vscode.CompletionList): readonly string[] {
  return items.map(({ label }) => labelOf(label)).sort();
}

function labelOf(label: string | vscode.CompletionItemLabel): string {
  return typeof label === 'string' ? label : label.label;
}
