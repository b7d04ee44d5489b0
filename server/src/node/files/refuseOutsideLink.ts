/** Protection of files outside a model's folder from being overwritten through a link. */

import { realpath } from 'node:fs/promises';
import { basename, dirname, relative, sep } from 'node:path';
import * as l10n from '@vscode/l10n';

/** @throws Error with a clause for the user if the file is a link that leads out of its folder. */
export async function refuseOutsideLink(file: string): Promise<void> {
  const target = await realpath(file).catch(() => undefined);
  if (target === undefined) return;
  const fromFolder = relative(await realpath(dirname(file)), target);
  if (fromFolder !== '..' && !fromFolder.startsWith(`..${sep}`)) return;
  throw new Error(
    l10n.t('{0} is a link to a file outside its folder, which is not overwritten; remove the link', basename(file)),
  );
}
