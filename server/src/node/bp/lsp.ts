/** `bp lsp`: the language server, for editors other than VS Code. */

import { parseArgs } from 'node:util';
import { type Command, UsageError } from './command.ts';

export const lsp: Command = {
  name: 'lsp',
  synopsis: 'lsp [--stdio]',
  doc: 'serve an editor by the Language Server Protocol over standard input and output',
  async run(args) {
    try {
      const { values } = parseArgs({ args: [...args], options: { stdio: { type: 'boolean' } }, strict: true });
      // Stdio is the only transport, but the library looks for it in the command line.
      if (!values.stdio) process.argv.push('--stdio');
    } catch (error) {
      throw new UsageError(`${error instanceof Error ? error.message : error}. Usage: bp ${lsp.synopsis}`);
    }
    await import('../main.ts');
    return 0;
  },
};
