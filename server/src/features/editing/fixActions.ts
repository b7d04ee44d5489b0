/** Quick fixes of the problems in a range, and Fix All for those whose fix is certain. */

import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import { discardLearnedCommand } from '../../../../protocol/editor/commands.ts';
import { certainEdits, fixesOf } from '../../actions/fixes.ts';
import type { FileView } from '../../documents/fileView.ts';
import type { Fix } from '../../language/fixes/fix.ts';
import type { Problem } from '../../language/problems/problems.ts';
import { diagnosticsOf } from '../annotations/diagnostics.ts';
import type { Client } from '../support/client.ts';
import { toOffsetRange } from '../support/positions.ts';
import type { ActionProvider } from './actionProvider.ts';
import { fileEdit } from './textEdits.ts';

const actionCommands: Record<NonNullable<Fix['action']>, string> = { 'discard-learned-params': discardLearnedCommand };

export const fixAllKind = `${CodeActionKind.SourceFixAll}.backprop`;

/** Each fix is analyzed before it is offered, so a long selection gets those of its first problems. */
const maxProblems = 20;

export const fixActions: ActionProvider = {
  kind: CodeActionKind.QuickFix,
  actionsFor(file, { range }, { client }) {
    const { start, end } = toOffsetRange(file.snapshot, range);
    const problems = file.snapshot.problems.filter((problem) => problem.start <= end && problem.end >= start);
    return problems.slice(0, maxProblems).flatMap((problem) => quickFixesFor(problem, file, client));
  },
};

export const fixAllAction: ActionProvider = {
  kind: fixAllKind,
  isOnDemand: true,
  actionsFor(file, _, { client }) {
    const edits = certainEdits(file.snapshot);
    if (edits.length === 0) return [];
    return [{ title: l10n.t('Apply all safe fixes'), kind: fixAllKind, edit: fileEdit(file, edits, client) }];
  },
};

function quickFixesFor(problem: Problem, file: FileView, client: Client): readonly CodeAction[] {
  const fixes = fixesOf(file.snapshot, problem);
  const diagnostics = diagnosticsOf({ ...file.snapshot, problems: [problem] }, client.problemPages);
  return fixes.map((fix) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    ...(fixes.length === 1 && fix.confidence !== 'guess' && { isPreferred: true }),
    ...editOrCommand(fix, file, client),
  }));
}

function editOrCommand({ title, edits, action }: Fix, file: FileView, client: Client): Partial<CodeAction> {
  return action === undefined
    ? { edit: fileEdit(file, edits, client) }
    : { command: { title, command: actionCommands[action], arguments: [file.uri] } };
}
