/** Fixes of what is wrong in a range, and of everything in a file that can be meant in one way only. */

import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import type { Fix } from '../../actions/fixes/fix.ts';
import { certainEdits, fixesOf } from '../../actions/fixes/fixes.ts';
import type { Problem } from '../../language/problems/problems.ts';
import { diagnosticsOf } from '../annotations/diagnostics.ts';
import type { FileView } from '../feature.ts';
import { offsetsIn } from '../positions.ts';
import type { Actions, AskedServer } from './codeActions.ts';
import { fileEdit } from './textEdits.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.backprop`;

/** Each fix is read before it is offered: of a long selection the first problems are looked at. */
const mostProblems = 20;

export const fixActions: Actions = {
  kind: CodeActionKind.QuickFix,
  of(file, { range }, server) {
    const { start, end } = offsetsIn(file.snapshot, range);
    const found = file.snapshot.problems.filter((problem) => problem.start <= end && problem.end >= start);
    return found.slice(0, mostProblems).flatMap((problem) => actionsFor(problem, file, server));
  },
};

export const fixAllAction: Actions = {
  kind: fixAllKind,
  isAskedFor: true,
  of(file, _, server) {
    const edits = certainEdits(file.snapshot);
    if (edits.length === 0) return [];
    return [
      { title: l10n.t('Correct all that is sure'), kind: fixAllKind, edit: fileEdit(file, edits, server.client) },
    ];
  },
};

function actionsFor(problem: Problem, file: FileView, server: AskedServer): readonly CodeAction[] {
  const fixes = fixesOf(file.snapshot, problem);
  const diagnostics = diagnosticsOf({ ...file.snapshot, problems: [problem] }, server.problemPages);
  return fixes.map((fix) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    ...(fixes.length === 1 && !fix.isGuess && { isPreferred: true }),
    ...doing(fix, file, server),
  }));
}

function doing({ title, edits, command }: Fix, file: FileView, { client }: AskedServer): Partial<CodeAction> {
  return command === undefined
    ? { edit: fileEdit(file, edits, client) }
    : { command: { title, command, arguments: [file.uri] } };
}
