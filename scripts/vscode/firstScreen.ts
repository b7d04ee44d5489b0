/** The first screen of `npm start`: an extension that runs beside this one opens the lesson with its graph. */
import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { examples, vsix } from '../paths.ts';
import { distractionFreeSettings, extensionsFolder, installExtension, settingsPath, writeSettings } from './profile.ts';
import { type ServerOptions, startVSCode, type VSCodeServer } from './server.ts';

/** The folder of the extension that opens it. */
export const firstScreenExtension = join(import.meta.dirname, 'firstScreen');

/** Starts VS Code for the browser with the package installed; its address shows the first screen. */
export async function startFirstScreen({ profile, ...options }: ServerOptions): Promise<VSCodeServer> {
  const extensions = extensionsFolder(profile);
  // VS Code registers a copied extension only when it installs the first one.
  await rm(extensions, { recursive: true, force: true });
  await cp(firstScreenExtension, join(extensions, 'first-screen'), { recursive: true });
  await installExtension(profile, vsix);
  if (!existsSync(settingsPath(profile))) await writeSettings(profile, distractionFreeSettings);
  return startVSCode({ profile, ...options, flags: ['--disable-workspace-trust', '--default-folder', examples] });
}
