/** Drives a headless Neovim and reads its screen. */

import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { dist } from '../../scripts/paths.ts';
import { findProgram } from '../../scripts/run.ts';

/** True if suites that need Neovim run. Without Neovim they are skipped, but fail in CI. */
export const neovimExpected = findProgram('nvim') !== undefined || process.env.CI !== undefined;

export interface NeovimOptions {
  /** The user's configuration, in Lua. */
  readonly configuration: string;
  /** Texts of the files in the working folder, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** Name of the file to open. */
  readonly open: string;
}

export class Neovim implements AsyncDisposable {
  readonly #home: string;
  readonly #address: string;
  readonly #ended: Promise<unknown>;

  /** Starts Neovim with `bp` on the PATH and its own home folder. */
  static async start({ configuration, files, open }: NeovimOptions): Promise<Neovim> {
    const home = await mkdtemp(join(tmpdir(), 'bp-nvim-'));
    const models = join(home, 'models');
    const programs = join(home, 'bin');
    await Promise.all([models, programs].map((folder) => mkdir(folder)));
    await symlink(join(dist, 'bp.js'), join(programs, 'bp'));
    await writeFile(join(home, 'init.lua'), configuration);
    for (const [name, text] of Object.entries(files)) await writeFile(join(models, name), text);
    const neovim = new Neovim(home, open);
    await neovim.#listening();
    return neovim;
  }

  private constructor(home: string, open: string) {
    this.#home = home;
    this.#address = join(home, 'socket');
    const given = ['--headless', '--listen', this.#address, '-u', join(home, 'init.lua'), open];
    const folders = Object.fromEntries(
      ['CONFIG', 'DATA', 'STATE', 'CACHE'].map((kind) => [`XDG_${kind}_HOME`, join(home, kind.toLowerCase())]),
    );
    const child = spawn('nvim', given, {
      cwd: join(home, 'models'),
      stdio: 'ignore',
      env: { ...process.env, ...folders, PATH: `${join(home, 'bin')}${delimiter}${process.env.PATH}` },
    });
    this.#ended = new Promise((resolve) => {
      child.on('error', resolve);
      child.on('exit', resolve);
    });
  }

  /** The path of a file in the folder. */
  pathOf(name: string): string {
    return join(this.#home, 'models', name);
  }

  /** Types keys, in Neovim's own notation. */
  async type(keys: string): Promise<void> {
    await this.#ask('--remote-send', keys);
  }

  /** Runs a chunk of Lua and returns its result. */
  async lua<Value>(chunk: string): Promise<Value> {
    const quoted = `(function() ${chunk} end)()`.replaceAll("'", "''");
    return JSON.parse(await this.#ask('--remote-expr', `v:lua.vim.json.encode(luaeval('${quoted}'))`));
  }

  lines(): Promise<readonly string[]> {
    return this.lua('return vim.api.nvim_buf_get_lines(0, 0, -1, true)');
  }

  /** The lenses after lines of the text, with one-based line numbers: `7: q = 3`. */
  async lenses(): Promise<readonly string[]> {
    const marks = await this.lua<readonly (readonly [number, string])[]>(`
      local lenses = {}
      for name, space in pairs(vim.api.nvim_get_namespaces()) do
        if name:find("codelens") then
          for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, space, 0, -1, { details = true })) do
            local parts = vim.tbl_map(function(chunk) return chunk[1] end, mark[4].virt_text)
            table.insert(lenses, { mark[2] + 1, table.concat(parts) })
          end
        end
      end
      return lenses`);
    return marks.map(([line, text]) => `${line}: ${text}`);
  }

  /** The text of floating windows. */
  async floating(): Promise<string> {
    const texts = await this.lua<readonly string[]>(`
      local texts = {}
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= "" then
          local buffer = vim.api.nvim_win_get_buf(window)
          table.insert(texts, table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), "\\n"))
        end
      end
      return texts`);
    return texts.join('\n');
  }

  /** The warnings in the log of the language clients. */
  log(): string {
    const file = join(this.#home, 'state', 'nvim', 'lsp.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Neovim may end before it answers.
    await Promise.all([this.type('<C-\\><C-N>:qall!<CR>').catch(() => undefined), this.#ended]);
    await rm(this.#home, { recursive: true, force: true });
  }

  /** Waits until Neovim answers; its socket exists before it does. */
  async #listening(): Promise<void> {
    const failed = this.#ended.then((reason) => {
      throw new Error(`Neovim ended: ${reason}`);
    });
    const answered = async (): Promise<void> => {
      while ((await this.lines().catch(() => undefined)) === undefined);
    };
    await Promise.race([answered(), failed]);
  }

  async #ask(...question: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('nvim', ['--server', this.#address, ...question]);
    return stdout;
  }
}
