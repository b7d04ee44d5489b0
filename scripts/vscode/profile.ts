/** A profile of VS Code for the browser: one folder with its extensions, its data and its user's settings. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { installVSCode, serverMain } from './install.ts';

/** Settings that hide distractions, for pictures and for a first visit. */
export const distractionFreeSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'chat.disableAIFeatures': true,
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'git.openRepositoryInParentFolders': 'never',
  'editor.minimap.enabled': false,
  // The folder is no part of a first screen or a picture.
  'breadcrumbs.filePath': 'last',
};

export function profileFlags(profile: string): readonly string[] {
  return ['--server-data-dir', join(profile, 'data'), '--extensions-dir', extensionsFolder(profile)];
}

export function extensionsFolder(profile: string): string {
  return join(profile, 'extensions');
}

export async function installExtension(profile: string, vsix: string): Promise<void> {
  await installVSCode();
  await promisify(execFile)(process.execPath, [serverMain, ...profileFlags(profile), '--install-extension', vsix]);
}

export function settingsPath(profile: string): string {
  return join(profile, 'data', 'data', 'User', 'settings.json');
}

export async function writeSettings(profile: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(dirname(settingsPath(profile)), { recursive: true });
  await writeFile(settingsPath(profile), JSON.stringify(settings, undefined, 2));
}
