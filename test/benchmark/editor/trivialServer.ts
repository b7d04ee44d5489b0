/** A language server that only returns prepared lenses: the cost of the protocol alone. */

import { readFileSync } from 'node:fs';
import { type CodeLens, createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

const lenses: CodeLens[] = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const connection = createConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
connection.onInitialize(() => ({ capabilities: { codeLensProvider: {} } }));
connection.onCodeLens(() => lenses);
connection.listen();
