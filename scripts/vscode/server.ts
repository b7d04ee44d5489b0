/** Starts VS Code for the browser, and stops it together with its child processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { installVSCode, serverMain } from './install.ts';
import { profileFlags } from './profile.ts';

export interface VSCodeServer {
  /** The URL to open in a browser, without a trailing slash. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export interface ServerOptions {
  readonly profile: string;
  /** A range of ports to choose from; any free port by default. */
  readonly ports?: string;
  readonly flags?: readonly string[];
}

export async function startVSCode({ profile, ports = '0', flags = [] }: ServerOptions): Promise<VSCodeServer> {
  await installVSCode();
  const server = spawn(
    process.execPath,
    [
      serverMain,
      ...profileFlags(profile),
      ...['--host', '127.0.0.1', '--port', ports, '--without-connection-token'],
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
      ...flags,
    ],
    // A process group of its own, so that its extension hosts can be killed with it.
    { detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const exit = once(server, 'exit');
  const kill = () => {
    try {
      process.kill(-server.pid!);
    } catch {
      // The server has already exited.
    }
  };
  process.on('exit', kill);
  const stop = async () => {
    kill();
    await exit;
  };

  // Printed only if the server fails to start; otherwise it only reports missing native modules that it does not need.
  const stderrLines: string[] = [];
  server.stderr.setEncoding('utf8').on('data', (text: string) => stderrLines.push(text));
  for await (const line of createInterface(server.stdout)) {
    const port = /listening on (\d+)/.exec(line)?.[1];
    if (port) {
      server.stdout.resume();
      server.stderr.removeAllListeners('data').resume();
      return { url: `http://localhost:${port}`, stop };
    }
  }
  throw new Error(`VS Code did not start:\n${stderrLines.join('')}`);
}
