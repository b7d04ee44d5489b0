/** A language server that does nothing but answer with lenses that it was given: what the protocol alone takes. */

import { readFileSync } from 'node:fs';
import { type CodeLens, createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

const lenses: CodeLens[] = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const connection = createConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
connection.onInitialize(() => ({ capabilities: { codeLensProvider: {} } }));
connection.onCodeLens(() => lenses);
connection.listen();
