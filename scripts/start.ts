/** Opens VS Code on the lesson and its graph: the desktop version if available, else the one for the browser. */
import { join } from 'node:path';
import { buildExtension } from './build.ts';
import { examples, root, vscodeCache } from './paths.ts';
import { run, runQuietly } from './run.ts';
import { findDesktopCommand } from './vscode/desktop.ts';
import { firstScreenExtension, startFirstScreen } from './vscode/firstScreen.ts';

const launchCommand = await findDesktopCommand();
if (launchCommand) {
  const [command, ...args] = launchCommand;
  const extensions = [root, firstScreenExtension].map((folder) => `--extensionDevelopmentPath=${folder}`);
  await buildExtension({ minify: false });
  await run(command!, [...args, ...extensions, '--disable-workspace-trust', examples]);
} else {
  console.log('Packaging the extension.');
  await runQuietly('npm', ['run', '--silent', 'package']);
  const { url } = await startFirstScreen({ profile: join(vscodeCache, 'profile'), ports: '8100-8199' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
  console.log(`\nBackprop Lens runs in VS Code at ${url}/ (Ctrl+C ends it)`);
}
