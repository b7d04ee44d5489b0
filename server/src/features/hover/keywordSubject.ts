/** Hovers on names without a value: optimizers, initializers, their settings, variables of blocks, and imports. */

import * as l10n from '@vscode/l10n';
import { formatNumber } from '../../display/numbers.ts';
import { initializers } from '../../engine/training/initializers.ts';
import { optimizers } from '../../engine/training/optimizers.ts';
import { formatSignature } from '../../language/names/calls/bindArguments.ts';
import { signatureOf } from '../../language/names/calls/functionSignature.ts';
import type { Module } from '../../language/names/modules/module.ts';
import { type Argument, rangeIn, type Statement } from '../../language/syntax/ast.ts';
import { excerptOf } from '../../language/text/excerpt.ts';
import type { Range } from '../../language/text/lines.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import { shownCounters } from '../../snapshot/training/resumedOrder.ts';
import { scheduledValues } from '../../snapshot/training/schedule.ts';
import { statementDoc } from '../completion/statementCandidates.ts';
import {
  commentAbove,
  optimizerSettings,
  type Setting,
  settingDoc,
  settingList,
  settingRange,
} from '../support/documentation.ts';
import { touches } from '../support/positions.ts';
import type { HoverSubject } from './hoverSubject.ts';

export function keywordSubject(snapshot: Snapshot, statement: Statement, offset: number): HoverSubject | undefined {
  switch (statement.kind) {
    case 'train': {
      const optimizer = optimizers.find(({ name }) => name === statement.optimizer.name);
      const settings = optimizer && { doc: optimizer.doc, parameters: optimizerSettings(optimizer) };
      const nameRange = rangeIn(statement, statement.optimizer);
      const subject = settings && configurableSubject(snapshot, statement, nameRange, settings, offset);
      const keyword = subject && snapshot.text.slice(subject.range.start, subject.range.end);
      return subject && { ...subject, docs: [...subject.docs, ...scheduleOf(snapshot, keyword!)] };
    }
    case 'randomParam': {
      const initializer = initializers.find(({ name }) => name === statement.initializer.name);
      return (
        initializer &&
        configurableSubject(snapshot, statement, rangeIn(statement, statement.initializer), initializer, offset)
      );
    }
    case 'for': {
      const range = rangeIn(statement, statement.variable);
      const docs = [statementDoc('for')!];
      return touches(range, offset) ? { range, heading: excerptOf(snapshot.text, statement), docs } : undefined;
    }
    case 'import':
      return touches(rangeIn(statement, statement.path), offset) ? importSubject(snapshot, statement) : undefined;
    default:
      return undefined;
  }
}

/** `0.01 where step = 0 · 0.005 where step = 500 · 1e-05 where step = 999`: the ends and the middle of a run. */
function scheduleOf(snapshot: Snapshot, name: string): string[] {
  const { model, trainingProgress } = snapshot;
  const setting = model.trainingPlan?.hyperparameters.get(name);
  if (!setting?.isScheduled || !isEvaluated(snapshot)) return [];
  const steps = shownCounters(model, trainingProgress);
  const values = scheduledValues(model, snapshot.evaluation.values, setting, steps);
  const parts = steps.map(([step], i) => l10n.t`${formatNumber(values[i], scheduleDigits)} where step = ${step}`);
  return [`${l10n.t`Schedule of ${name}`}: ${parts.join(' · ')}`];
}

const scheduleDigits = 4;

interface Configurable {
  readonly doc: string;
  readonly parameters: readonly Setting[];
}

function configurableSubject(
  { text }: Snapshot,
  statement: Statement & { readonly arguments: readonly Argument[] },
  nameRange: Range,
  { doc, parameters }: Configurable,
  offset: number,
): HoverSubject | undefined {
  const heading = excerptOf(text, statement);
  if (touches(nameRange, offset)) {
    return { range: nameRange, heading, docs: [l10n.t(doc), ...settingList(parameters)] };
  }
  const keyword = statement.arguments.find(
    (argument) => argument.keyword && touches(rangeIn(statement, argument.keyword), offset),
  )?.keyword;
  const setting = parameters.find((candidate) => candidate.name === keyword?.name);
  if (!keyword || !setting) return undefined;
  return { range: rangeIn(statement, keyword), heading, docs: [settingDoc(setting), ...settingRange(setting)] };
}

/** Lists the functions and consts of the imported file, as signatures. */
function importSubject(snapshot: Snapshot, statement: Statement & { kind: 'import' }): HoverSubject {
  const range = rangeIn(statement, statement.path);
  const isImportedHere = ({ importRange }: Module): boolean => importRange.start === range.start;
  const { functions, consts } = snapshot.names.scope;
  const imported = [...functions.values()].filter(({ module }) => isImportedHere(module));
  const signatures = imported.map((reference) => `- \`${formatSignature(signatureOf(reference))}\``);
  const names = [...consts].filter(([, { module }]) => isImportedHere(module)).map(([name]) => `- \`${name}\``);
  const list = [...signatures, ...names];
  return {
    range,
    heading: excerptOf(snapshot.text, statement),
    docs: [...(list.length > 0 ? [list.join('\n')] : []), ...commentAbove(snapshot, statement)],
  };
}
