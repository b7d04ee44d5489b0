/** Where things lie in the project, as absolute paths. */
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
export const dist = join(root, 'dist');
export const examples = join(root, 'examples');

/** The extension as a user installs it, written by `npm run package`. */
export const vsix = join(dist, 'backprop-lens.vsix');

/** The suite that runs inside VS Code, bundled. */
export const suite = join(dist, 'test', 'vscode');

/** VS Code itself, once it has been fetched. */
export const vscodeCache = join(root, '.vscode-test');
