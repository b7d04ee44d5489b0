/** Faults of the disk in every write: old files stay whole, no temporary file is left, and a sentence says what to do. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { discardLearnedCommand, saveLearnedCommand, trainingStepCommand } from '../../protocol/editor/commands.ts';
import { UsageError } from '../../server/src/node/bp/command.ts';
import { fmt } from '../../server/src/node/bp/fmt.ts';
import { train } from '../../server/src/node/bp/train.ts';
import { startEditor } from '../support/editor/editor.ts';
import { bundledBp } from '../support/processes/bundles.ts';
import { type DiskFault, FaultyDisk, operations } from '../support/processes/faultyDisk.ts';
import { until } from '../support/workers/until.ts';
import { Folder } from './run.ts';

/** What the user is told to do, by the error code of the disk. */
const advice: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space and try again',
  EDQUOT: 'your share of the disk is used up; free some space and try again',
  EACCES: 'you have no permission for that; change the permissions of the file and its folder and try again',
  EPERM: 'you have no permission for that; change the permissions of the file and its folder and try again',
  EROFS: 'the disk is read-only; copy the folder to another disk',
  EIO: 'the disk reports an error; copy the folder to another disk',
  EBUSY: 'another program uses it; close it there and try again',
  EMFILE: 'too many files are open; close some programs and try again',
  ENOENT: 'it or its folder is gone; restore it and try again',
};

const textModel = 'param w=0\nloss L = w\ntrain sgd(lr = 1)\n';
const storedModel = 'param W[2] ~ zeros()\nloss L = sum(W)\ntrain sgd(lr = 1)\n';
const mixedModel = `param w=0\n${storedModel.replace('sum(W)', 'sum(W) + w')}`;

interface Write {
  /** The files that are written, in the order of their renames. */
  readonly files: readonly string[];
  readonly operations: readonly DiskFault['operation'][];
  /** Prepares the files. Returns the write, which returns what the user is told. */
  readonly prepare: (folder: string) => Promise<() => Promise<string>>;
}

const [writing, both] = [operations.slice(0, 5), operations.slice(0, 6)];

const writes: Readonly<Record<string, Write>> = {
  'bp train, of a text': { files: ['net.bp'], operations: writing, prepare: trainingOf(textModel) },
  'bp train, of stored values': {
    files: ['net.bp.safetensors'],
    operations: writing,
    prepare: trainingOf(storedModel),
  },
  'bp train, of both': { files: ['net.bp.safetensors', 'net.bp'], operations: both, prepare: trainingOf(mixedModel) },
  'bp fmt': {
    files: ['a.bp', 'b.bp'],
    operations: both,
    async prepare(folder) {
      const files = ['a.bp', 'b.bp'].map((name) => join(folder, name));
      for (const file of files) writeFileSync(file, textModel);
      return () => refusalOf(() => fmt.run(files));
    },
  },
  'a save in the editor': {
    files: ['net.bp.safetensors'],
    operations: writing,
    prepare: commandOf(saveLearnedCommand),
  },
  'discarding in the editor': {
    files: ['net.bp.safetensors'],
    operations: ['remove'],
    prepare: commandOf(discardLearnedCommand),
  },
};

function trainingOf(model: string): Write['prepare'] {
  return async (folder) => {
    const file = join(folder, 'net.bp');
    writeFileSync(file, model);
    await train.run([file, '--steps', '1', '--write']);
    return () => refusalOf(() => train.run([file, '--steps', '1', '--write']));
  };
}

function commandOf(command: string): Write['prepare'] {
  return async (folder) => {
    const uri = pathToFileURL(join(folder, 'net.bp')).href;
    const editor = await startEditor();
    editor.answer = 'Discard';
    await editor.open(uri, storedModel);
    await editor.run(trainingStepCommand, uri);
    await editor.run(saveLearnedCommand, uri);
    await editor.run(trainingStepCommand, uri);
    let messageCount = 0;
    return async () => {
      await editor.run(command, uri);
      messageCount++;
      return (await until(() => editor.messages[messageCount - 1])).message;
    };
  };
}

/** What a command prints to stderr before it exits with code 2. */
async function refusalOf(run: () => Promise<number>): Promise<string> {
  const error = await run().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message;
}

test.each(Object.entries(writes))('%s, on a disk that fails', async (_, { files, operations, prepare }) => {
  vi.spyOn(console, 'log').mockReturnValue();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bp-disk-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = await prepare(folder);
  const before = contentsOf(folder);
  for (const operation of operations) {
    for (const [code, sentence] of Object.entries(advice)) {
      using _disk = new FaultyDisk(folder, { operation, code });
      const told = await write();
      const failingFile = files[operation === 'second rename' ? 1 : 0];
      expect(told).toMatch(new RegExp(`${failingFile} can't be (written|deleted): ${sentence}`));
      expect(contentsOf(folder)).toEqual(before);
    }
  }
});

function contentsOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]));
}

test.each(['eval', 'export --to dot', 'train --steps 1 --write'])(
  'bp %s, whose output is on a full disk',
  async (command) => {
    using folder = new Folder();
    const file = folder.write('net.bp', textModel);
    const [name, ...options] = command.split(' ');
    const fullDisk = openSync('/dev/full', 'w');
    const bp = spawn(process.execPath, [bundledBp, name, file, ...options], { stdio: ['ignore', fullDisk, 'pipe'] });
    closeSync(fullDisk);
    const [stderr] = await Promise.all([text(bp.stderr!), once(bp, 'exit')]);
    expect({ exitCode: bp.exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `bp: the output can't be written: ${advice.ENOSPC}\n`,
    });
    expect(readFileSync(file, 'utf8')).toBe(name === 'train' ? textModel.replace('w=0', 'w=-1') : textModel);
  },
);

test('bp ends without an error when the reader of its output has enough', async () => {
  using folder = new Folder();
  const bp = folder.start('export', folder.write('net.bp', textModel), '--to', 'dot');
  bp.stdout.destroy();
  const [stderr] = await Promise.all([text(bp.stderr), once(bp, 'exit')]);
  expect({ exitCode: bp.exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});
