/** Where things lie in the project, as absolute paths. */
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
export const dist = join(root, 'dist');
export const examples = join(root, 'examples');

/** The extension as a user installs it, written by `npm run package`. */
export const vsix = join(dist, 'backprop-lens.vsix');

/** What the suite that ran inside VS Code reports, beside the suite itself: in the host of extensions with Node, or in the one without. */
export function suiteReportPath(host: 'node' | 'web'): string {
  return join(dist, 'test', `vscode-${host}`, 'report.json');
}

/** VS Code itself, once it has been fetched. */
export const vscodeCache = join(root, '.vscode-test');
