/** Formatting and language configuration in VS Code. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { eventually } from './support/eventually.ts';
import { closeModels, inWorkspace, openExample, openModel, writeText } from './support/models.ts';

const careless = 'param  x=2# two\n\n\nloss L=mean(\nx ^2)\n';
const formatted = 'param x = 2  # two\n\nloss L = mean(\n  x^2)\n';
const options: vscode.FormattingOptions = { tabSize: 2, insertSpaces: true };

suite('formatting a model', () => {
  teardown(async () => {
    await closeModels();
    await configure('formatOnSave', undefined);
  });

  test('formats the document as one edit', async () => {
    const document = await openModel(careless);
    await eventually(async () => {
      await vscode.commands.executeCommand('editor.action.formatDocument');
      assert.strictEqual(document.getText(), formatted);
    });
    await vscode.commands.executeCommand('undo');
    assert.strictEqual(document.getText(), careless);
  });

  test('formats only the selected statement', async () => {
    const document = await openModel('param  x=2\nparam  y=3\nloss L=x*y\n');
    const edits = await eventually(async () => {
      const given = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
        'vscode.executeFormatRangeProvider',
        document.uri,
        new vscode.Range(1, 3, 1, 4),
        options,
      );
      assert.ok(given);
      return given;
    });
    assert.deepEqual([...new Set(edits.map(({ range }) => range.start.line))], [1]);
  });

  test('changes nothing in a formatted document', async () => {
    const document = await openExample('lesson.bp');
    await eventually(() => assert.strictEqual(document.languageId, 'bp'));
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      options,
    );
    assert.deepEqual(edits ?? [], []);
  });

  test('formats on save', async () => {
    await configure('formatOnSave', true);
    const file = inWorkspace('careless.bp');
    await writeText(file, careless);
    const document = await vscode.workspace.openTextDocument(file);
    const editor = await vscode.window.showTextDocument(document);
    await eventually(async () => {
      await editor.edit((edit) => edit.insert(document.positionAt(0), ' '));
      await document.save();
      assert.strictEqual(document.getText(), formatted);
    });
    await vscode.workspace.fs.delete(file);
  });
});

suite('typing in a model', () => {
  teardown(async () => {
    await closeModels();
    await configure('formatOnType', undefined);
  });

  /** Enter is typed at the cursor `|`. */
  const lines: readonly (readonly [before: string, after: string])[] = [
    ['h = mean(|)', 'h = mean(\n  |\n)'],
    ['data X = [[1, 2],|', 'data X = [[1, 2],\n  |'],
    ['fn f(x) {|}', 'fn f(x) {\n  |\n}'],
    ['fn f(x) {\n  y = g(x,|', 'fn f(x) {\n  y = g(x,\n    |'],
    ['fn f(x) {\n  y = x|\n}', 'fn f(x) {\n  y = x\n  |\n}'],
    ['fn f(x) {\n  y = g(x,\n    2)|\n}', 'fn f(x) {\n  y = g(x,\n    2)\n  |\n}'],
    ['q = f(x,\n  y)|', 'q = f(x,\n  y)\n|'],
    ['# one |two', '# one \n# |two'],
    ['x = 1  # one|', 'x = 1  # one\n|'],
  ];
  for (const [before, after] of lines) {
    test(`Enter produces ${JSON.stringify(after)}`, async () => {
      await openModel('');
      await becomes(before, '\n', after);
    });
  }

  test('Enter formats the completed line and aligns the next row with formatOnType', async () => {
    await configure('formatOnType', true);
    await openModel('');
    await eventually(async () => {
      await write('x=1|');
      await type('\n');
      await eventually(() => assert.strictEqual(shown(), 'x = 1\n|'));
    });
    await write('data X = [[1, 2],|');
    await type('\n');
    await eventually(() => assert.strictEqual(shown(), 'data X = [[1, 2],\n          |'));
    await write('fn f(x) {\n  y=x\n  return y\n|');
    await type('}');
    await eventually(() => assert.strictEqual(shown(), 'fn f(x) {\n  y = x\n  return y\n}|'));
  });

  test('brackets close automatically, and a closing bracket is outdented', async () => {
    await openModel('');
    await write('h = mean|');
    await type('(');
    await eventually(() => assert.strictEqual(shown(), 'h = mean(|)'));
    await becomes('h = mean(\n  x\n  |', ')', 'h = mean(\n  x\n)|');
    await write('# see |');
    await type('(');
    await eventually(() => assert.strictEqual(shown(), '# see (|'));
  });

  test('the comment command adds and removes a comment', async () => {
    const document = await openModel('param x = 1\n');
    await vscode.commands.executeCommand('editor.action.commentLine');
    await eventually(() => assert.strictEqual(document.getText(), '# param x = 1\n'));
    await vscode.commands.executeCommand('editor.action.commentLine');
    await eventually(() => assert.strictEqual(document.getText(), 'param x = 1\n'));
  });

  test('names and numbers are words', async () => {
    const document = await openModel('expect ∂L/∂θ ≈ a·사과_1 - 2.5e-3');
    const words = ['L', 'θ', 'a', '사과_1', '2.5e-3'];
    for (const word of words) {
      const range = document.getWordRangeAtPosition(document.positionAt(document.getText().indexOf(word)));
      assert.strictEqual(range && document.getText(range), word);
    }
  });
});

/** Replaces the editor's text and puts the cursor at `|`. */
async function write(marked: string): Promise<void> {
  const editor = vscode.window.activeTextEditor!;
  const { document } = editor;
  const everything = new vscode.Range(new vscode.Position(0, 0), document.positionAt(document.getText().length));
  await editor.edit((edit) => edit.replace(everything, marked.replace('|', '')));
  const cursor = document.positionAt(marked.indexOf('|'));
  editor.selection = new vscode.Selection(cursor, cursor);
}

/** Types a key until it has the expected effect: VS Code indents lines only after tokenizing them in the background. */
function becomes(before: string, key: string, after: string): Promise<void> {
  return eventually(async () => {
    await write(before);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await type(key);
    assert.strictEqual(shown(), after);
  });
}

function type(text: string): Thenable<void> {
  return vscode.commands.executeCommand('type', { text });
}

/** The editor's text with the cursor as `|`. */
function shown(): string {
  const { document, selection } = vscode.window.activeTextEditor!;
  const at = document.offsetAt(selection.active);
  const text = document.getText().replaceAll('\r\n', '\n');
  return `${text.slice(0, at)}|${text.slice(at)}`;
}

function configure(setting: string, value: unknown): Thenable<void> {
  return vscode.workspace
    .getConfiguration('editor', { languageId: 'bp' })
    .update(setting, value, vscode.ConfigurationTarget.Global, true);
}
