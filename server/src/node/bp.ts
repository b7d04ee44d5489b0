#!/usr/bin/env node
/** `bp`, the engine without an editor. Exit 0: no error; 1: the file has errors; 2: bad usage or an unreadable file. */

import { bench } from './bp/bench.ts';
import { check } from './bp/check.ts';
import { type Command, UsageError } from './bp/command.ts';
import { evaluate } from './bp/eval.ts';
import { exportModel } from './bp/export.ts';
import { fmt } from './bp/fmt.ts';
import { gradcheck } from './bp/gradcheck.ts';
import { lens } from './bp/lens.ts';
import { lsp } from './bp/lsp.ts';
import { printError, printLine } from './bp/print.ts';
import { train } from './bp/train.ts';
import { formatVersion } from './bp/version.ts';
import { diskErrorClause } from './files/diskErrors.ts';
import { enablePairedVectors } from './v8/pairedVectors.ts';

const commands: readonly Command[] = [evaluate, lens, check, gradcheck, train, bench, exportModel, fmt, lsp];

async function main([name, ...args]: readonly string[]): Promise<number> {
  const command = commands.find((candidate) => candidate.name === name);
  if (isHelp(name) || args.some(isHelp)) {
    printLine(usage(command ? [command] : commands));
    return 0;
  }
  if (name === '--version') {
    printLine(formatVersion());
    return 0;
  }
  if (command) return await command.run(args);
  throw new UsageError(
    name === undefined ? `a command is missing. ${usageLine}` : `there is no command '${name}'. ${usageLine}`,
  );
}

const usageLine = `Commands: ${commands.map((command) => command.name).join(', ')}; bp --help says more.`;

function isHelp(argument: string | undefined): boolean {
  return argument === '--help' || argument === '-h';
}

function usage(shownCommands: readonly Command[]): string {
  const width = Math.max(...shownCommands.map(({ synopsis }) => synopsis.length));
  return shownCommands.map(({ synopsis, doc }) => `  bp ${synopsis.padEnd(width)}   ${doc}`).join('\n');
}

/** Undefined while all output has been written. */
let outputError: NodeJS.ErrnoException | undefined;

/** The work goes on, since it may save a file. A reader that needs no more, as in `bp eval … | head`, is no failure. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || outputError) return;
  outputError = error;
  printError(`bp: the output can't be written: ${diskErrorClause(error)}`);
  process.exitCode = 2;
}

enablePairedVectors();
process.stdout.on('error', onOutputError);
try {
  const exitCode = await main(process.argv.slice(2));
  process.exitCode = outputError ? 2 : exitCode;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  printError(`bp: ${error.message}`);
  process.exitCode = 2;
}
