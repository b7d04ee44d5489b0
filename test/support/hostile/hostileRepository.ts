/** A repository that tries to reach files outside: paths in models, links, special files, and planted checkpoints. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostilePaths, plantHostileFolder } from '../../../scripts/vscode/hostileFolder.ts';
import { writeSafetensors } from '../../../server/src/data/safetensors.ts';

export class HostileRepository implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), 'bp-hostile-'));
  /** The folder that is opened. */
  readonly workspace = join(this.#root, 'work');
  /** A folder beside the repository, whose files must not be read or changed. */
  readonly outside = join(this.#root, 'outside');

  readonly #folders = { folder: this.workspace, workspace: this.workspace, outside: this.outside };

  constructor() {
    plantHostileFolder(this.#folders);
    const values = new Map([['W', { shape: [2], values: Float64Array.of(87654.321, 87654.321) }]]);
    writeFileSync(join(this.outside, 'values'), writeSafetensors(values, { note: 'CANARY7f3a' }));
  }

  /** Paths as a model writes them. None may be read. */
  get paths(): readonly string[] {
    return hostilePaths(this.#folders);
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

  /** A trainable model whose file of learned params is a link. */
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

/** Links to plant in the place of a file of learned params. */
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
