/** Hovers on words that have no value: optimizers, initialisers, their settings, and what is imported. */

import * as l10n from '@vscode/l10n';
import { initialisers } from '../../engine/training/initializers.ts';
import { optimizers } from '../../engine/training/optimizers.ts';
import { sourceOf } from '../../language/base/excerpt.ts';
import type { Range } from '../../language/base/lines.ts';
import { showSignature } from '../../language/names/bindArguments.ts';
import { signatureOf } from '../../language/names/functions.ts';
import type { Argument, Statement } from '../../language/syntax/tree.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { covers } from '../positions.ts';
import { commentAbove, optimizerSettings, type Setting, settingDoc, settingList, settingRange } from './docs.ts';
import type { Subject } from './subject.ts';

export function wordSubject(snapshot: Snapshot, statement: Statement, offset: number): Subject | undefined {
  switch (statement.kind) {
    case 'train': {
      const optimizer = optimizers.find(({ name }) => name === statement.optimizer.name);
      const called = optimizer && { doc: optimizer.doc, parameters: optimizerSettings(optimizer) };
      return called && calledSubject(snapshot, statement, statement.optimizer, called, offset);
    }
    case 'drawn': {
      const initialiser = initialisers.find(({ name }) => name === statement.initialiser.name);
      return initialiser && calledSubject(snapshot, statement, statement.initialiser, initialiser, offset);
    }
    case 'import':
      return covers(statement.path, offset) ? importSubject(snapshot, statement) : undefined;
    default:
      return undefined;
  }
}

/** What is called with settings. */
interface Called {
  readonly doc: string;
  readonly parameters: readonly Setting[];
}

function calledSubject(
  { text }: Snapshot,
  statement: Statement & { readonly arguments: readonly Argument[] },
  name: Range,
  { doc, parameters }: Called,
  offset: number,
): Subject | undefined {
  const heading = sourceOf(text, statement);
  if (covers(name, offset)) {
    const { start, end } = name;
    return { range: { start, end }, heading, docs: [l10n.t(doc), ...settingList(parameters)] };
  }
  const keyword = statement.arguments.find((argument) => argument.keyword && covers(argument.keyword, offset))?.keyword;
  const setting = parameters.find((candidate) => candidate.name === keyword?.name);
  if (!keyword || !setting) return undefined;
  const { start, end } = keyword;
  return { range: { start, end }, heading, docs: [settingDoc(setting), ...settingRange(setting)] };
}

/** The functions and consts of a file, by what they are called with. */
function importSubject(snapshot: Snapshot, statement: Statement & { kind: 'import' }): Subject {
  const { path } = statement;
  const { functions, consts } = snapshot.names.scope;
  const imported = [...functions.values()].filter(({ module }) => module.place === path);
  const signatures = imported.map((reference) => `- \`${showSignature(signatureOf(reference))}\``);
  const names = [...consts].filter(([, { module }]) => module.place === path).map(([name]) => `- \`${name}\``);
  const list = [...signatures, ...names];
  return {
    range: path,
    heading: sourceOf(snapshot.text, statement),
    docs: [...(list.length > 0 ? [list.join('\n')] : []), ...commentAbove(snapshot, statement)],
  };
}
