/** `bp fmt`: changed files, messages and exit codes. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Folder } from './run.ts';

const careless = '\ufeffparam  x=2\r\n\r\n\r\nloss L=x ^2';
const formatted = '\ufeffparam x = 2\r\n\r\nloss L = x^2\r\n';

describe.concurrent('bp fmt', () => {
  test('formats files in place, keeps byte order mark and line endings, and lists changed files', async () => {
    using folder = new Folder();
    folder.write('a.bp', careless);
    folder.write('b.bp', formatted);
    expect(await folder.bp('fmt', 'a.bp', 'b.bp')).toEqual({ code: 0, out: 'a.bp\n', err: '' });
    expect(readFileSync(folder.at('a.bp'), 'utf8')).toBe(formatted);
    expect(readFileSync(folder.at('b.bp'), 'utf8')).toBe(formatted);
    expect(await folder.bp('fmt', '--check', 'a.bp', 'b.bp')).toEqual({ code: 0, out: '', err: '' });
  });

  test('--check writes nothing and exits with 1 if a file would change', async () => {
    using folder = new Folder();
    folder.write('a.bp', careless);
    folder.write('b.bp', formatted);
    expect(await folder.bp('fmt', '--check', 'b.bp', 'a.bp')).toEqual({ code: 1, out: 'a.bp\n', err: '' });
    expect(readFileSync(folder.at('a.bp'), 'utf8')).toBe(careless);
  });

  test('formats readable files, reports the others, and exits with 1', async () => {
    using folder = new Folder();
    folder.write('a.bp', '\ufeffq =  (1\nx=1\n');
    const { code, out, err } = await folder.bp('fmt', 'a.bp');
    expect({ code, out }).toEqual({ code: 1, out: 'a.bp\n' });
    expect(err).toBe("a.bp:1:6: error: expected ')' to close this '(' [unclosed-bracket]\n  q =  (1\n       ^\n");
    expect(readFileSync(folder.at('a.bp'), 'utf8')).toBe('\ufeffq =  (1\nx = 1\n');
  });

  test('formats standard input to standard output', async () => {
    using folder = new Folder();
    const process = folder.start('fmt', '-');
    process.stdin.end('x=1');
    const out = (await process.stdout.toArray()).join('');
    expect(out).toBe('x = 1\n');
  });

  test('changes nothing if a file cannot be read or no file is given', async () => {
    using folder = new Folder();
    folder.write('a.bp', careless);
    const unreadable = await folder.bp('fmt', 'a.bp', 'missing.bp');
    expect({ ...unreadable, err: unreadable.err.split(':')[1] }).toEqual({
      code: 2,
      out: '',
      err: " missing.bp can't be read",
    });
    expect(readFileSync(folder.at('a.bp'), 'utf8')).toBe(careless);
    const nameless = await folder.bp('fmt', '--check');
    expect(nameless).toEqual({ code: 2, out: '', err: 'bp: name a file. Usage: bp fmt FILE… [--check]\n' });
  });
});
