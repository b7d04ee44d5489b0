/** The language server on Node: over whatever the command line names, IPC from VS Code or stdio from other editors. */

import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { Evaluator } from '../evaluator.ts';
import { start } from '../server.ts';
import { fileAccess } from './fileAccess.ts';
import { translationsOf } from './translations.ts';
import { startWorkerThread } from './workerThread.ts';

/** In the package, beside the bundles. */
const problemPages = new URL('../docs/problems/', import.meta.url).href;

const evaluator = new Evaluator(startWorkerThread);
evaluator.prepare();
start(createConnection(ProposedFeatures.all), evaluator, fileAccess, translationsOf, problemPages);
