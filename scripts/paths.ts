/** Absolute paths in the project. */
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
export const dist = join(root, 'dist');
export const examples = join(root, 'examples');

/** The packaged extension, written by `npm run package`. */
export const vsix = join(dist, 'backprop-lens.vsix');

/** The report of the suite inside VS Code, in the Node extension host or in the web one. */
export function suiteReportPath(host: 'node' | 'web'): string {
  return join(dist, 'test', `vscode-${host}`, 'report.json');
}

/** The folder that VS Code is downloaded to. */
export const vscodeCache = join(root, '.vscode-test');
