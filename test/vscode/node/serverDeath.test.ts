/** The server process is killed: it is started again, nothing is lost, and the user is told. */
import { execFileSync } from 'node:child_process';
import { assert } from 'chai';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.ts';
import { RecordedMessages } from '../support/messages.ts';
import { closeModels, openModel } from '../support/models.ts';
import { titlesIn } from '../support/shown.ts';

const restarted =
  'The language server stopped unexpectedly and was started again. Your text is complete. Run the command that was interrupted again, if any.';
const gaveUp =
  'The language server stopped 5 times within 3 minutes, so it is not started again by itself. Close the model that you edited last, or make it smaller, and then start the server again.';

const model = 'param a = 3\nloss L = a^2\ntrain sgd(lr = 0.25)\n';
const endlessTraining = model.replace('lr = 0.25', 'lr = 1e-9, epochs = 1000000000');

suite('a killed server', () => {
  const { window } = vscode;
  let messages: RecordedMessages;

  setup(() => {
    messages = new RecordedMessages();
  });

  teardown(async () => {
    messages.stop();
    await closeModels();
  });

  const phases: Readonly<Record<string, { readonly text: string; readonly work: () => Promise<unknown> }>> = {
    'while idle': { text: model, work: async () => undefined },
    'while it evaluates': {
      text: model,
      async work() {
        await edit((builder) => builder.insert(new vscode.Position(0, 0), '# edited\n'));
      },
    },
    'during a step': {
      text: model,
      async work() {
        void vscode.commands.executeCommand('backprop.trainingStep');
      },
    },
    'during training': {
      text: endlessTraining,
      async work() {
        void vscode.commands.executeCommand('backprop.train');
        await eventually(async () => {
          const { document } = window.activeTextEditor!;
          assert.notInclude(await titlesIn(document), 'L = 9');
        });
      },
    },
  };

  for (const [phase, { text, work }] of Object.entries(phases)) {
    test(`${phase} is replaced, and the user is told`, async () => {
      const document = await openModel(text);
      await eventually(async () => assert.match((await titlesIn(document)).join(), /L = /));
      await work();
      killServer();
      await eventually(() => assert.deepEqual(messages.texts, [restarted]));
      const shown = document.getText().replace('# edited\n', '');
      assert.include([text, text.replace('a = 3', 'a = 1.5')], shown);
      await edit((builder) =>
        builder.replace(new vscode.Range(0, 0, document.lineCount, 0), 'param a = 4\nloss M = a^2\n'),
      );
      await eventually(async () => assert.include(await titlesIn(document), 'M = 16'));
      assert.deepEqual(messages.texts, [restarted]);
    });
  }

  test('again and again is started by a button', async () => {
    const document = await openModel(model);
    await eventually(async () => {
      if (!messages.texts.includes(gaveUp)) {
        killServer();
        // The user need not know about a request that can't be sent.
        void vscode.commands.executeCommand('vscode.executeLinkProvider', document.uri);
      }
      assert.include(messages.texts, gaveUp);
    });
    assert.sameMembers(
      [...new Set(messages.texts)].filter((message) => message !== restarted),
      [gaveUp],
    );
    assert.lengthOf(serverProcesses(), 0);
    assert.strictEqual(document.getText(), model);
    messages.all.at(-1)!.choose('Start Again');
    await edit((builder) => builder.insert(new vscode.Position(0, 'param a = 3'.length), '1'));
    await eventually(async () => assert.include(await titlesIn(document), 'L = 961'));
  });
});

function edit(change: (builder: vscode.TextEditorEdit) => void): Thenable<boolean> {
  return vscode.window.activeTextEditor!.edit(change);
}

/** The ids of the language servers of this extension host. */
function serverProcesses(): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const servers = lines.filter((line) => line.includes(`server.js --stdio --clientProcessId=${process.pid}`));
  return servers.map((line) => Number.parseInt(line, 10));
}

function killServer(): void {
  for (const id of serverProcesses()) process.kill(id, 'SIGKILL');
}
