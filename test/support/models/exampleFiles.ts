/** The files that the examples read, by name. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples } from '../../../scripts/paths.ts';

export const exampleFiles: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  readdirSync(examples, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.bp'))
    .map(({ name }) => [name, readFileSync(join(examples, name))]),
);
