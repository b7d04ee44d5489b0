/** VS Code as a desktop program, if there is a display. */
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { vscodeCache } from '../paths.ts';
import { findProgram } from '../run.ts';

/** Maximum response time of the download server, in milliseconds. */
const downloadTimeout = 5000;

/** The command that opens the user's own VS Code, or else a downloaded one; undefined if neither is available. */
export async function findDesktopCommand(): Promise<readonly string[] | undefined> {
  if (!hasDisplay()) return undefined;
  const installed = findProgram('code');
  if (installed) return [installed];
  const executable = await downloadVSCode();
  return executable ? resolveCliArgsFromVSCodeExecutablePath(executable) : undefined;
}

/** Downloads a separate VS Code for the tests: `code` on the PATH would forward its arguments to an open window. */
export async function downloadVSCode(): Promise<string | undefined> {
  if (!hasDisplay()) return undefined;
  try {
    return await downloadAndUnzipVSCode({ cachePath: vscodeCache, timeout: downloadTimeout });
  } catch (error) {
    console.log(`VS Code for the desktop can't be downloaded (${error}): using VS Code for the web in Chromium.`);
    return undefined;
  }
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}
