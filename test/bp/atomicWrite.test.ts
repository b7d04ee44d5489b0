/** Atomic writes: a file is either the old or the new one, even if the writer is killed. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../server/src/data/safetensors.ts';
import { ConflictError, writeAllAtomically, writeAtomically } from '../../server/src/node/files/writeAtomically.ts';
import { Folder } from './run.ts';

describe('writeAtomically', () => {
  test('creates and replaces a file, with text or bytes', async () => {
    using folder = new Folder();
    const file = folder.at('a');
    await writeAtomically(file, 'θ\r\n');
    expect(readFileSync(file, 'utf8')).toBe('θ\r\n');
    await writeAtomically(file, Uint8Array.of(255, 0));
    expect(readFileSync(file)).toEqual(Buffer.of(255, 0));
    expect(readdirSync(folder.at('.'))).toEqual(['a']);
  });

  test('keeps a link, and a mode that the umask would restrict', async () => {
    using folder = new Folder();
    const file = folder.write('a', 'old');
    chmodSync(file, 0o666);
    symlinkSync(file, folder.at('link'));
    await writeAtomically(folder.at('link'), 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o666);
    expect(lstatSync(folder.at('link')).isSymbolicLink()).toBe(true);
  });

  test('changes nothing if it fails', async () => {
    using folder = new Folder();
    folder.write('a', 'old');
    await expect(writeAtomically(folder.at('a/b'), 'new')).rejects.toThrow('ENOTDIR');
    await expect(writeAtomically(folder.at('.'), 'new')).rejects.toThrow();
    expect(readdirSync(folder.at('.'))).toEqual(['a']);
  });
});

describe('writeAllAtomically', () => {
  test('writes nothing if a file has changed since it was read', async () => {
    using folder = new Folder();
    const [a, b] = [folder.write('a', 'edited'), folder.write('b', 'old b')];
    const contents = new Map([
      [b, 'new b'],
      [a, 'new a'],
    ]);
    await expect(writeAllAtomically(contents, new Map([[a, 'old a']]))).rejects.toThrow(ConflictError);
    expect([a, b].map((file) => readFileSync(file, 'utf8'))).toEqual(['edited', 'old b']);
    expect(readdirSync(folder.at('.'))).toEqual(['a', 'b']);
    await writeAllAtomically(contents, new Map([[a, 'edited']]));
    expect([a, b].map((file) => readFileSync(file, 'utf8'))).toEqual(['new a', 'new b']);
  });

  test('removes the temporary files of processes that are gone, and no others', async () => {
    using folder = new Folder();
    const file = folder.write('a', 'old');
    const ended = spawn(process.execPath, ['--version']);
    await once(ended, 'exit');
    const id = '01234567-89ab-cdef-0123-456789abcdef';
    for (const pid of [ended.pid, process.pid]) folder.write(`a.${pid}-${id}.tmp`, 'part');
    folder.write(`other.${ended.pid}-${id}.tmp`, 'part');
    folder.write('a.tmp', 'mine');
    await writeAtomically(file, 'new');
    expect(readdirSync(folder.at('.')).toSorted()).toEqual(
      ['a', 'a.tmp', `a.${process.pid}-${id}.tmp`, `other.${ended.pid}-${id}.tmp`].toSorted(),
    );
  });
});

test('a killed writer leaves the complete old or new file', async () => {
  using folder = new Folder();
  const file = folder.write('net.bp.safetensors', checkpoint(0));
  for (let round = 0; round < 8; round++) {
    const writer = spawn(process.execPath, ['--input-type=module', '-e', writeForEver(file)]);
    await once(writer.stdout, 'data');
    await setTimeout(Math.random() * 60);
    writer.kill('SIGKILL');
    await once(writer, 'exit');

    const read = readSafetensors(readFileSync(file));
    const values = read instanceof Map ? read.get('W')!.values : [];
    expect(values).toHaveLength(elements);
    expect(values.every((value) => value === values[0])).toBe(true);
  }
  await writeAtomically(file, checkpoint(0));
  expect(readdirSync(folder.at('.'))).toEqual(['net.bp.safetensors']);
});

const elements = 1 << 20;

/** Every element is the same number, so a mixture of two would show. */
function checkpoint(value: number): Uint8Array {
  return writeSafetensors(new Map([['W', { shape: [elements], values: new Float64Array(elements).fill(value) }]]));
}

/** A program that writes repeatedly and prints a line after the first write. */
function writeForEver(file: string): string {
  const source = (path: string) => JSON.stringify(new URL(`../../server/src/${path}`, import.meta.url));
  return `
    import { writeSafetensors } from ${source('data/safetensors.ts')};
    import { ConflictError, writeAllAtomically, writeAtomically } from ${source('node/files/writeAtomically.ts')};
    const checkpoints = [1, 2, 3].map((value) =>
      writeSafetensors(new Map([['W', { shape: [${elements}], values: new Float64Array(${elements}).fill(value) }]])));
    for (let turn = 0; ; turn++) {
      await writeAtomically(${JSON.stringify(file)}, checkpoints[turn % 3]);
      if (turn === 0) console.log('written');
    }`;
}
