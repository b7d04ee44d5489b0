/** Policy on the files that models name. All hosts obey it, and SECURITY.md is written from it. */

export const fileLimits = {
  /** Bytes of one file: 100 MB. */
  fileSize: 104_857_600,
  /** Bytes up to which a file is read at once; a larger one is read when a model has room for it: 4 MB. */
  smallFileSize: 4_194_304,
  /** Bytes of all files that one model names: 256 MB. */
  modelSize: 268_435_456,
  /** Bytes of the files of all open models, with the tables that are read from them: 512 MB. */
  serverSize: 536_870_912,
  /** Milliseconds in which a read must end. */
  readTime: 30_000,
  /** Reads at a time. Node has four threads for them, and one that never returns holds a thread. */
  concurrentReads: 2,
} as const;

/** Ends the name of the only file that may be written beside a model. */
export const learnedParamsSuffix = '.safetensors';

export interface HostPolicy {
  readonly host: string;
  /** Folders that may be used, with all that is below them. */
  readonly folders: string;
  readonly writes: string;
  /** Links are followed if their target is in one of the folders, or not at all. */
  readonly links: 'inside' | 'never';
}

const workspace = 'the workspace folders; for a model outside them, its own folder';
const savedWithModel =
  'the learned params and the state of training beside an open model, when they or the model are saved, or they are discarded';

/** What each host uses, the same in trusted and in restricted workspaces. */
export const hostPolicies = {
  commandLine: {
    host: '`bp`',
    folders: "the model's folder and the current folder",
    writes: 'with `train --write` the model, its learned params and the state of training; with `fmt` the model',
    links: 'inside',
  },
  languageServer: { host: '`bp lsp`', folders: workspace, writes: savedWithModel, links: 'inside' },
  desktop: {
    host: 'VS Code on a desktop or a remote machine',
    folders: workspace,
    writes: savedWithModel,
    links: 'inside',
  },
  browser: {
    host: 'VS Code in a browser, and virtual workspaces',
    folders: workspace,
    writes: savedWithModel,
    links: 'never',
  },
} as const satisfies Readonly<Record<string, HostPolicy>>;
