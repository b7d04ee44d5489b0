/** VS Code as a desktop program, where a screen is there to show it. */
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { vscodeCache } from './paths.ts';
import { findProgram } from './run.ts';

/** How long the site of VS Code may take to answer, in milliseconds. */
const downloadTimeout = 5000;

/** The command that opens the user's own VS Code, or else a downloaded one; none where neither can be had. */
export async function findDesktopCommand(): Promise<readonly string[] | undefined> {
  if (!hasDisplay()) return undefined;
  const installed = findProgram('code');
  if (installed) return [installed];
  const executable = await downloadVSCode();
  return executable ? resolveCliArgsFromVSCodeExecutablePath(executable) : undefined;
}

/** A VS Code to itself, which the tests need: `code` on the PATH hands its arguments on to a window that is open. */
export async function downloadVSCode(): Promise<string | undefined> {
  if (!hasDisplay()) return undefined;
  try {
    return await downloadAndUnzipVSCode({ cachePath: vscodeCache, timeout: downloadTimeout });
  } catch (error) {
    console.log(`VS Code for the desktop can't be downloaded (${error}): taking the one for the browser.`);
    return undefined;
  }
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}
