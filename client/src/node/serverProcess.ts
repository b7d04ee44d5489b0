/** The process of the server. VS Code takes a while to make an extension ready: meanwhile the first one starts. */

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { serverEnvironment } from './serverEnvironment.ts';

/** In milliseconds: how long one may take to end after it was told to. */
const killDelay = 2_000;

export class ServerProcess {
  /** The one that nobody has taken yet. */
  #prestarted: ChildProcess | undefined = spawnServer();
  #current: ChildProcess | undefined;

  /** The one that was begun ahead, and later on, as after a crash, a new one. */
  take(): ChildProcess {
    this.#current = this.#prestarted ?? spawnServer();
    this.#prestarted = undefined;
    return this.#current;
  }

  /** One that doesn't end when the client says goodbye is ended. */
  dispose(): void {
    const running = this.#prestarted ?? this.#current;
    setTimeout(() => running?.kill(), killDelay).unref();
  }
}

function spawnServer(): ChildProcess {
  const server = spawn(
    process.execPath,
    [join(__dirname, 'server.js'), '--stdio', `--clientProcessId=${process.pid}`],
    {
      env: {
        ...process.env,
        // In VS Code, Node is a part of Electron.
        ELECTRON_RUN_AS_NODE: '1',
        ELECTRON_NO_ASAR: '1',
        ...serverEnvironment(__dirname),
      },
    },
  );
  // What can't be started has no output, which the client tells of.
  server.on('error', () => undefined);
  return server;
}
