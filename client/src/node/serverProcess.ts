/** The server process. The first one starts when the extension's code is loaded, before its activation. */

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { serverEnvironment } from './serverEnvironment.ts';

/** In milliseconds: grace period for a process that was told to exit. */
const killDelay = 2_000;

export class ServerProcess {
  /** The first process, until the client takes it. */
  #prestarted: ChildProcess | undefined = spawnServer();
  #current: ChildProcess | undefined;

  /** The first process; after a crash, a new one. */
  take(): ChildProcess {
    this.#current = this.#prestarted ?? spawnServer();
    this.#prestarted = undefined;
    return this.#current;
  }

  /** Kills the process if it does not exit after the client's `exit` notification. */
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
  // A process that fails to start has no output; the client reports it.
  server.on('error', () => undefined);
  return server;
}
