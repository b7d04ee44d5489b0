/** The interface of a `bp` command, and shared reading of arguments and files. */

import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { errorMessage } from '../../../../protocol/shared/errorMessage.ts';
import { fileLimits } from '../../../../protocol/shared/filePolicy.ts';
import type { Mode } from '../../engine/ir/mode.ts';
import { Execution } from '../../engine/runtime/execution.ts';
import { FileStore } from '../../files/fileStore.ts';
import { analyzeWithFiles } from '../../snapshot/analyzeWithFiles.ts';
import { sampleTextOf } from '../../snapshot/sample/sampleText.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { withValues } from '../../snapshot/withValues.ts';
import { diskAccess } from '../files/diskAccess.ts';
import { readErrorClause } from '../files/diskErrors.ts';
import { WriteError } from '../files/writeAtomically.ts';
import { printError } from './print.ts';

export interface Command {
  readonly name: string;
  readonly synopsis: string;
  /** One sentence for the help text. */
  readonly doc: string;
  /** @returns the exit code. @throws UsageError */
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** Exits with code 2 and one line on stderr. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Parses one file name and the options. */
export function parseFileAndOptions<Parsed extends Options>(
  command: Pick<Command, 'synopsis'>,
  args: readonly string[],
  options: Parsed,
) {
  const { files, values } = parseFilesAndOptions(command, args, options, 1);
  return { file: files[0], values };
}

/** Parses file names, at least one, and the options. */
export function parseFilesAndOptions<Parsed extends Options>(
  { synopsis }: Pick<Command, 'synopsis'>,
  args: readonly string[],
  options: Parsed,
  maxFiles = Number.POSITIVE_INFINITY,
) {
  try {
    const joined = joinValues(args, options);
    const { values, positionals } = parseArgs({ args: joined, options, allowPositionals: true, strict: true });
    if (positionals.length === 0 || positionals.length > maxFiles)
      throw new Error(maxFiles === 1 ? 'name one file' : 'name a file');
    return { files: positionals, values };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}. Usage: bp ${synopsis}`);
  }
}

/** Joins negative numbers to the options before them: `parseArgs` would take them for options. @throws Error if a value is missing. */
function joinValues(args: readonly string[], options: Options): string[] {
  const joined: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index];
    if (argument === '--') return [...joined, ...args.slice(index)];
    const isIncomplete = argument.startsWith('--') && options[argument.slice(2)]?.type === 'string';
    if (!isIncomplete) joined.push(argument);
    else {
      const value = args[++index];
      if (value === undefined || /^-[^\d.]/.test(value)) throw new Error(`${argument} needs a value`);
      joined.push(`${argument}=${value}`);
    }
  }
  return joined;
}

/** The positive integer given for an option; undefined if the option is absent. */
export function countOf({ synopsis }: Command, option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const count = Number(value);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new UsageError(`${option} takes a whole number, 1 or greater, not '${value}'. Usage: bp ${synopsis}`);
}

/** Reads a file that the user named, which can be a pipe. @throws Error if it is too large or can't be read. */
async function readBytes(file: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  // The last byte is one too many.
  for await (const chunk of createReadStream(file, { end: fileLimits.fileSize })) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes.length > fileLimits.fileSize) throw new Error(`it is larger than ${fileLimits.fileSize / 1_048_576} MB`);
  return bytes;
}

/**
 * Reads a text with its byte order mark, if any. Rejects bytes that are not UTF-8, since writing them back would lose
 * them.
 */
export async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readBytes(file));
  } catch (error) {
    const reason = error instanceof TypeError ? 'it is not UTF-8' : readErrorClause(error);
    throw new UsageError(`${file} can't be read: ${reason}`);
  }
}

export function stripByteOrderMark(text: string): string {
  return text.replace(/^\ufeff/, '');
}

/** Why files can't be written. @param files the files to be written, in case the error does not name one. */
export function writeRefusal(files: readonly string[], error: unknown): UsageError {
  const [file, reason] =
    error instanceof WriteError ? [error.file, error.reason] : [files.join(', '), errorMessage(error)];
  return new UsageError(`${file} can't be written: ${reason}`);
}

/** The folders that links among these files may lead into: their own, and the current one. */
export function writableFolders(files: readonly string[]): readonly string[] {
  return [process.cwd(), ...files.map((file) => dirname(resolve(file)))];
}

/**
 * Reads a model and the files it names, from its own folder and the current one.
 * @param text the text of the model, if it was read already.
 */
export async function readSnapshot(file: string, text?: string, mode?: Mode): Promise<Snapshot> {
  const store = new FileStore(diskAccess.read);
  // The user named the model, so a link to its folder is followed.
  const folders = [process.cwd(), dirname(resolve(file))].map((folder) => pathToFileURL(folder).href);
  const files = store.filesFor(pathToFileURL(resolve(file)).href, folders, 'current folder');
  return (await analyzeWithFiles(stripByteOrderMark(text ?? (await readText(file))), 0, files, { mode }))!;
}

/** Reads a model and evaluates it, as far as possible. */
export async function readAndEvaluate(file: string, mode?: Mode): Promise<Snapshot> {
  const snapshot = await readSnapshot(file, undefined, mode);
  const sampleText = sampleTextOf(snapshot.model);
  if (sampleText !== undefined)
    printError(`${file} is evaluated on the ${sampleText}: the values of all don't fit into memory.`);
  return snapshot.model.fitsMemory ? withValues(snapshot, new Execution(snapshot.model.program).run()) : snapshot;
}

/** 1 if the file has errors, else 0. */
export function exitCodeOf({ problems }: Snapshot): number {
  return problems.some(({ severity }) => severity === 'error') ? 1 : 0;
}
