/** Opens VS Code with the extension on the examples: the desktop version if available, else the one for the browser. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension } from './build.ts';
import { examples, root, vscodeCache, vsix } from './paths.ts';
import { run } from './run.ts';
import { findDesktopCommand } from './vscode/desktop.ts';
import { distractionFreeSettings, installExtension, settingsPath, writeSettings } from './vscode/profile.ts';
import { startVSCode } from './vscode/server.ts';

const launchCommand = await findDesktopCommand();
if (launchCommand) {
  const [command, ...args] = launchCommand;
  await buildExtension(false);
  await run(command!, [...args, `--extensionDevelopmentPath=${root}`, '--disable-workspace-trust', examples]);
} else {
  const profile = join(vscodeCache, 'profile');
  await run('npm', ['run', '--silent', 'package']);
  await installExtension(profile, vsix);
  if (!existsSync(settingsPath(profile))) await writeSettings(profile, distractionFreeSettings);
  const { url } = await startVSCode({
    profile,
    ports: '8100-8199',
    flags: ['--disable-workspace-trust', '--default-folder', examples],
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
  console.log(`\nBackprop Lens runs in VS Code at ${url}/ (Ctrl+C ends it)`);
}
