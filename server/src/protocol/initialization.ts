/** What a client does beyond the Language Server Protocol: of an editor that says nothing in its initialization options, nothing is asked. */

import type { Translations } from './translations.ts';

export interface ClientCommands {
  /** Opens what may come next, and what a call takes: for what has been completed to go on with. */
  readonly completion: string;
  readonly signatureHelp: string;
  /** Asks for another name; arguments: the URI of the document as a string, and the position of the name. */
  readonly rename: string;
}

export interface InitializationOptions {
  /**
   * Whether the client answers `backprop/readFile`, `backprop/listFolder` and `backprop/writeFile`, and tells by
   * `workspace/didChangeWatchedFiles` of each change of a file that was asked for, also of one that wasn't there.
   */
  readonly files?: boolean;
  /** Whether it is to be sent `backprop/result`. */
  readonly results?: boolean;
  /** The client's commands that take over where the server's part is done. */
  readonly commands?: ClientCommands;
  /** Where the pages on problems lie, each called by its code, as the URI of a folder with a slash at its end. */
  readonly problemPages?: string;
  /** The texts for users in the language of the editor; without them the server looks for those of the client's `locale`. */
  readonly translations?: Translations | undefined;
}
