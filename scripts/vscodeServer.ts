/** Starts the VS Code that opens in a browser, and stops it with everything that it started. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { installVSCode, serverProgram } from './installVSCode.ts';
import { profileFlags } from './vscodeProfile.ts';

export interface VSCodeServer {
  /** What a browser opens, without a slash at its end. */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

export interface ServerOptions {
  readonly profile: string;
  /** A range of ports to choose from; any free one by default. */
  readonly ports?: string;
  readonly flags?: readonly string[];
}

export async function startVSCode({ profile, ports = '0', flags = [] }: ServerOptions): Promise<VSCodeServer> {
  await installVSCode();
  const server = spawn(
    process.execPath,
    [
      serverProgram,
      ...profileFlags(profile),
      ...['--host', '127.0.0.1', '--port', ports, '--without-connection-token'],
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
      ...flags,
    ],
    // A group of its own, so that the extension hosts that it starts can be ended with it.
    { detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const exited = once(server, 'exit');
  const kill = () => {
    try {
      process.kill(-server.pid!);
    } catch {
      // It has ended already.
    }
  };
  process.on('exit', kill);
  const stop = async () => {
    kill();
    await exited;
  };

  // It complains of native modules that it can do without, which is of interest only where it fails to start.
  const complaints: string[] = [];
  server.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  for await (const line of createInterface(server.stdout)) {
    const port = /listening on (\d+)/.exec(line)?.[1];
    if (port) {
      server.stdout.resume();
      server.stderr.removeAllListeners('data').resume();
      return { address: `http://localhost:${port}`, stop };
    }
  }
  throw new Error(`VS Code did not start:\n${complaints.join('')}`);
}
