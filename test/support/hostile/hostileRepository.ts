/** A repository that tries to reach files outside: paths in models, links, special files, and planted checkpoints. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { writeSafetensors } from '../../../server/src/data/safetensors.ts';

/** Appears in every outside file, as a name, a number, and raw bytes. */
export const canaries = ['CANARY7f3a', '87654.321'];

export class HostileRepository implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), 'bp-hostile-'));
  /** The folder that is opened. */
  readonly workspace = join(this.#root, 'work');
  /** Beside it, with what nobody may read or change. */
  readonly outside = join(this.#root, 'outside');

  constructor() {
    for (const folder of [this.workspace, this.outside, `${this.workspace}-wide`]) mkdirSync(folder);
    for (const folder of [this.outside, `${this.workspace}-wide`])
      writeFileSync(join(folder, 'secret.csv'), `CANARY7f3a\n87654.321\n`);
    const values = new Map([['W', { shape: [2], values: Float64Array.of(87654.321, 87654.321) }]]);
    writeFileSync(join(this.outside, 'values'), writeSafetensors(values, { note: 'CANARY7f3a' }));
    writeFileSync(join(this.workspace, 'ok.csv'), 'x\n1\n');
    mkdirSync(join(this.workspace, 'sub'));
    for (const [link, target] of Object.entries(this.#links())) symlinkSync(target, join(this.workspace, link));
    execFileSync('mkfifo', [join(this.workspace, 'pipe'), join(this.outside, 'pipe')]);
  }

  #links(): Readonly<Record<string, string>> {
    const { outside } = this;
    return {
      'absolute.csv': join(outside, 'secret.csv'),
      'relative.csv': '../outside/secret.csv',
      'end.csv': '../outside/secret.csv',
      'middle.csv': 'end.csv',
      'chain.csv': 'middle.csv',
      'sub/deep.csv': '../../outside/secret.csv',
      out: '../outside',
      'out chain': 'out',
      up: '..',
      root: '/',
      wide: '../work-wide',
      'environ.csv': '/proc/self/environ',
      'pagemap.csv': '/proc/self/pagemap',
      'memory.csv': '/proc/self/mem',
      'kernel.csv': '/proc/kmsg',
      'process root': '/proc/self/root',
      'process folder': '/proc/self/cwd/..',
      'stdin.csv': '/proc/self/fd/0',
      'zero.csv': '/dev/zero',
      'random.csv': '/dev/urandom',
      'terminal.csv': '/dev/tty',
      'kernel device.csv': '/dev/kmsg',
      'pipe.csv': 'pipe',
      'outside pipe.csv': '../outside/pipe',
      'loop.csv': 'loop.csv',
      'dangling.csv': '../outside/nothing.csv',
      'folder.csv': '../outside',
    };
  }

  /** Paths as a model writes them. None may be read. */
  get paths(): readonly string[] {
    const secret = join(this.outside, 'secret.csv');
    const name = basename(this.outside);
    return [
      ...Object.keys(this.#links()).filter((link) => link.endsWith('.csv')),
      'pipe',
      'out/secret.csv',
      'out chain/secret.csv',
      `up/${name}/secret.csv`,
      `root${secret}`,
      'wide/secret.csv',
      `process root${secret}`,
      `process folder/${name}/secret.csv`,
      '../outside/secret.csv',
      'sub/../../outside/secret.csv',
      `../../../../../../../..${secret}`,
      '..\\outside\\secret.csv',
      'sub\\..\\../outside\\secret.csv',
      '../OUTSIDE/SECRET.CSV',
      '../work-wide/secret.csv',
      secret,
      `/${secret}`,
      `//localhost${secret}`,
      '//server/share/secret.csv',
      '\\\\server\\share\\secret.csv',
      '\\\\?\\C:\\secret.csv',
      'C:\\secret.csv',
      'c:secret.csv',
      `file://${secret}`,
      `FILE:${secret}`,
      'http://localhost/secret.csv',
      'vscode-remote://host/secret.csv',
      '%2e%2e/outside/secret.csv',
      '..%2foutside%2fsecret.csv',
      '..%5coutside%5csecret.csv',
      '%252e%252e/outside/secret.csv',
      '.\u0000./outside/secret.csv',
      '../outside/secret.csv\u0000.csv',
      '.\t./outside/secret.csv',
      '\u2024\u2024/outside/secret.csv',
      '．．／outside／secret.csv',
      '..\u2215outside\u2215secret.csv',
      '..\u200b/outside/secret.csv',
      '.. /outside/secret.csv',
      '.../outside/secret.csv',
      '~/secret.csv',
      '$PWD/../outside/secret.csv',
      '*.csv',
      'nul',
      'con.csv',
      'absolute.csv::$DATA',
      'absolute.csv/',
      'ok.csv/../../outside/secret.csv',
      '',
      '.',
      '..',
      '/',
      'x'.repeat(300),
      `${'x/'.repeat(2_500)}secret.csv`,
    ];
  }

  /** A model that names every path as data, after one file that may be read, and has values of its own. */
  writeModel(name: string): string {
    const data = this.paths.map((path, i) => `data d${i} = csv(${stringLiteral(path)})`);
    return this.#write(name, ['data ok = csv("ok.csv")', ...data, 'param w = 3', 'loss L = w^2 + mean(ok)'].join('\n'));
  }

  /** A model that imports every path. */
  writeImporter(name: string): string {
    const imports = this.paths.map((path) => `import ${stringLiteral(path)}`);
    return this.#write(name, [...imports, 'param w = 3', 'loss L = w^2'].join('\n'));
  }

  /** A trainable model whose file of trained values is a link. */
  writeModelWithLink(name: string, target: string): string {
    symlinkSync(target, join(this.workspace, `${name}.safetensors`));
    return this.#write(name, 'param W[2] ~ zeros()\nloss L = sum((W - 1)^2)\ntrain sgd(lr = 0.5)\n');
  }

  #write(name: string, text: string): string {
    const file = join(this.workspace, name);
    writeFileSync(file, text);
    return file;
  }

  /** Everything outside, to be compared. */
  get outsideContents(): Readonly<Record<string, string>> {
    const names = readdirSync(this.outside).filter((name) => name !== 'pipe');
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(this.outside, name), 'hex')]));
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true });
  }
}

/** Links to plant in the place of a file of trained values. */
export const plantedTargets: Readonly<Record<string, string>> = {
  'valid.bp': '../outside/values',
  'other.bp': '../outside/secret.csv',
  'chained.bp': 'other.bp.safetensors',
  'linked.bp': 'out/values',
  'new.bp': '../outside/new',
  'device.bp': '/dev/null',
  'memory.bp': '/proc/self/mem',
  'piped.bp': 'pipe',
};

/** A string of the language, in which a backslash escapes. */
function stringLiteral(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
