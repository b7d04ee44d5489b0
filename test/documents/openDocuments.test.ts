/** Many open documents: the one that is edited or seen is evaluated first, and those out of sight release their values. */

import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import {
  createConnection,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { OpenDocuments } from '../../server/src/documents/openDocuments.ts';
import { valueBudget } from '../../server/src/documents/valueBudget.ts';
import { Evaluator } from '../../server/src/evaluation/evaluator.ts';
import { WorkspaceFiles } from '../../server/src/files/workspaceFiles.ts';
import { diskAccess } from '../../server/src/node/files/diskAccess.ts';
import { analyze } from '../../server/src/snapshot/snapshot.ts';
import { ScriptedWorkers } from '../support/workers/scriptedWorkers.ts';
import { until } from '../support/workers/until.ts';

/** Each file has another number of elements, by which its evaluations are recognized. */
const names = ['a', 'b', 'c', 'd', 'e'];
const uriOf = (name: string): string => `file:///models/${name}.bp`;
const textOf = (name: string): string => `param W = [1${', 1'.repeat(names.indexOf(name))}]\nloss L = sum(W)`;
const nameByElements = new Map(names.map((name) => [analyze(textOf(name)).model.program.elementCount, name]));

test('an edited document is evaluated before those that wait, and a seen one before the rest', async () => {
  const { workers, evaluated, open, edit, documents } = start();
  for (const name of names) await open(name);
  await edit('d');
  await until(() => workers.cancelled.length > 0);
  void documents.whenPublished(uriOf('c'));
  await until(() => {
    workers.answerAll();
    return names.every((name) => documents.get(uriOf(name))?.view?.snapshot.evaluation);
  });
  expect(evaluated().slice(0, 3)).toEqual(['a', 'd', 'c']);
  expect(evaluated().slice(3).toSorted()).toEqual(['a', 'b', 'e']);
});

test('documents out of sight release their values, and evaluate again when they are seen', async () => {
  const { workers, open, documents, evaluated } = start({ bytes: 0, visibleDocuments: 2 });
  workers.areImmediate = true;
  for (const name of names) await open(name);
  await until(() => documents.uris.length === names.length);
  for (const name of names) await documents.whenFinished(uriOf(name));
  await until(() => documents.get(uriOf('c'))?.areValuesReleased);
  const released = names.filter((name) => documents.get(uriOf(name))?.areValuesReleased);
  expect(released).toEqual(['a', 'b', 'c']);
  const { length } = evaluated();
  const seen = await documents.whenFinished(uriOf('b'));
  expect(seen?.snapshot.evaluation).toBeDefined();
  expect(evaluated().slice(length)).toEqual(['b']);
  await until(() => documents.get(uriOf('d'))?.areValuesReleased);
  expect((await documents.whenPublishedOrReleased(uriOf('d')))?.snapshot.evaluation).toBeUndefined();
  expect(evaluated()).toHaveLength(length + 1);
});

function start(budget = valueBudget) {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  const client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const workers = new ScriptedWorkers();
  const evaluator = new Evaluator(workers.start);
  const files: WorkspaceFiles = new WorkspaceFiles(
    diskAccess,
    (uri) => documents.textAt(uri),
    () => documents.usedUris,
  );
  const documents: OpenDocuments = new OpenDocuments(connection, evaluator, files, () => Promise.resolve(), budget);
  connection.listen();
  client.listen();
  onTestFinished(() => {
    documents.closeAll();
    evaluator.dispose();
    connection.dispose();
    client.dispose();
  });
  return {
    workers,
    documents,
    /** The names of the files in the order of their evaluations. */
    evaluated: () => workers.evaluations.map(({ program }) => nameByElements.get(program.elementCount)),
    open: (name: string) => {
      const textDocument = { uri: uriOf(name), languageId: 'bp', version: 1, text: textOf(name) };
      return client.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    },
    edit: (name: string) => {
      const textDocument = { uri: uriOf(name), version: 2 };
      const contentChanges = [{ text: `${textOf(name)}\n` }];
      return client.sendNotification(DidChangeTextDocumentNotification.type, { textDocument, contentChanges });
    },
  };
}
