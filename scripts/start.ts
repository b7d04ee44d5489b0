/** Opens VS Code with the extension on the examples: the desktop one where it can be had, else the one for the browser. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension } from './build.ts';
import { desktopCommand } from './desktopVSCode.ts';
import { examples, root, vscodeCache, vsix } from './paths.ts';
import { run } from './run.ts';
import { installExtension, quietSettings, settingsOf, writeSettings } from './vscodeProfile.ts';
import { startVSCode } from './vscodeServer.ts';

const desktop = await desktopCommand();
if (desktop) {
  const [command, ...args] = desktop;
  await buildExtension(false);
  await run(command!, [...args, `--extensionDevelopmentPath=${root}`, '--disable-workspace-trust', examples]);
} else {
  const profile = join(vscodeCache, 'profile');
  await run('npm', ['run', '--silent', 'package']);
  await installExtension(profile, vsix);
  if (!existsSync(settingsOf(profile))) await writeSettings(profile, quietSettings);
  const { address } = await startVSCode({
    profile,
    ports: '8100-8199',
    flags: ['--disable-workspace-trust', '--default-folder', examples],
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
  console.log(`\nBackprop Lens runs in VS Code at ${address}/ (Ctrl+C ends it)`);
}
