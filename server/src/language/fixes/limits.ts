/** Fixes for problems of limits. */

import * as l10n from '@vscode/l10n';
import type { limitProblems } from '../problems/limits.ts';
import { rangeIn, type TrainStatement } from '../syntax/ast.ts';
import type { Edit } from '../text/edits.ts';
import { lineBreakOf } from '../text/lines.ts';
import type { Fixes } from './fix.ts';

const batch = 'batch = 32';

export const limitFixes: Fixes<typeof limitProblems> = {
  'too-many-elements': ({ context: { tree, text } }, _elements, isSampleable) => {
    if (!isSampleable) return [];
    const [statement] = tree.statementsOfKind('train');
    const edit = statement?.kind === 'train' ? addBatch(statement, text) : addStatement(text);
    return [{ title: l10n.t`Train with ${batch}`, edits: [edit], confidence: 'guess' }];
  },
};

function addBatch(statement: TrainStatement, text: string): Edit {
  const last = statement.arguments.at(-1);
  if (last) return insertion(rangeIn(statement, last.value).end, `, ${batch}`);
  const { end } = rangeIn(statement, statement.optimizer);
  return text[end] === '(' ? insertion(end + 1, batch) : insertion(end, `(${batch})`);
}

function addStatement(text: string): Edit {
  const lineBreak = lineBreakOf(text);
  const isLineEnded = text === '' || text.endsWith('\n');
  return insertion(text.length, `${isLineEnded ? '' : lineBreak}train sgd(${batch})${isLineEnded ? lineBreak : ''}`);
}

function insertion(offset: number, text: string): Edit {
  return { start: offset, end: offset, text };
}
