/** Starts the VS Code that opens in a browser, and stops it with everything that it started. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { installVSCode, serverMain } from './installVSCode.ts';
import { profileFlags } from './vscodeProfile.ts';

export interface VSCodeServer {
  /** What a browser opens, without a slash at its end. */
  readonly url: string;
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
      serverMain,
      ...profileFlags(profile),
      ...['--host', '127.0.0.1', '--port', ports, '--without-connection-token'],
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
      ...flags,
    ],
    // A group of its own, so that the extension hosts that it starts can be ended with it.
    { detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const exit = once(server, 'exit');
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
    await exit;
  };

  // It complains of native modules that it can do without, which is of interest only where it fails to start.
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
