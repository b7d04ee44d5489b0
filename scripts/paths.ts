/** Absolute paths in the project. */
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
export const dist = join(root, 'dist');
export const examples = join(root, 'examples');

/** The packaged extension, written by `npm run package`. */
export const vsix = join(dist, 'backprop-lens.vsix');

/** The host in which the suite inside VS Code runs: the Node extension host, the web one, or the Node one of an untrusted folder. */
export type HostKind = 'node' | 'web' | 'restricted' | 'restrictedWeb';

/** The report of the suite inside VS Code. */
export function suiteReportPath(host: HostKind): string {
  return join(dist, 'test', `vscode-${host}`, 'report.json');
}

/** The folder that VS Code is downloaded to. */
export const vscodeCache = join(root, '.vscode-test');
