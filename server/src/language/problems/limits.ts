/** Limits on the size of a model and the time that its evaluation takes. */

import * as l10n from '@vscode/l10n';
import { formatCount } from '../../data/formatCount.ts';
import { limits } from '../modelLimits.ts';
import { error } from './row.ts';

export const limitProblems = {
  'too-deep': error(
    () => l10n.t`too deeply nested: brackets, minus signs and powers can nest ${limits.nestingDepth} levels deep`,
    {
      advice:
        'The expression is nested too deeply, which usually happens in generated code. Move a part of it into a node of its own.',
    },
  ),
  'too-long-file': error(
    () => l10n.t`the file is longer than ${formatCount(limits.fileLength)} characters, so it is not read`,
    {
      advice:
        'The file is too long to be read as a model. Move samples to a CSV file and repeated expressions to a function.',
    },
  ),
  'too-long-name': error(
    () => l10n.t`this name is too long; a name has at most ${formatCount(limits.nameLength)} characters`,
    { advice: 'A name this long usually comes from generated code, or from a missing line break. Shorten it.' },
  ),
  'too-long-string': error(
    () => l10n.t`this string is too long; a string has at most ${formatCount(limits.stringLength)} characters`,
    { advice: 'A string this long usually comes from generated code, or from a missing quote. Shorten it.' },
  ),
  'too-many-calls': error(
    () => l10n.t`too many nested calls: functions can call each other ${limits.callDepth} levels deep`,
    {
      advice:
        'Functions call each other in a chain that is too long, which usually happens in generated code. Replace the innermost calls with statements.',
    },
  ),
  'too-many-imports': error(
    () => l10n.t`too many nested imports: files can import each other ${limits.importDepth} levels deep`,
    {
      advice: 'Files import each other in a chain that is too long. Import each file directly where it is needed.',
    },
  ),
  'too-much-inlined': error(
    () =>
      l10n.t`the function calls of this file expand to more than ${formatCount(limits.inlinedExpressions)} expressions`,
    {
      advice:
        'Every call is expanded to the body of its function, so functions that call others several times grow fast. Store a result that is used more than once in a node.',
    },
  ),
  'too-many-steps': error(
    () => l10n.t`the steps of the blocks have more than ${formatCount(limits.blockStatements)} statements together`,
    {
      advice: 'Every step of a block is written out, so blocks with many steps grow fast. Use fewer steps.',
    },
  ),
  'too-many-expressions': error(
    () => l10n.t`the file has more than ${formatCount(limits.expressions)} expressions; the rest of it is ignored`,
    { advice: 'The file is too long. Move samples to a CSV file and repeated expressions to a function.' },
  ),
  'too-many-statements': error(
    () => l10n.t`the file has more than ${formatCount(limits.statements)} statements; the rest of it is ignored`,
    { advice: 'The file is too long. Use operations on tensors instead of on single numbers.' },
  ),
  'too-much-imported': error(
    () =>
      l10n.t`the imported files together are too large, so this one is not read; the limits are ${formatCount(limits.importedLength)} characters, ${formatCount(limits.statements)} statements and ${formatCount(limits.expressions)} expressions`,
    { advice: 'The model imports too much. Import only the files whose functions and consts it uses.' },
  ),
  'too-many-nodes': error(
    (isGradient: boolean) =>
      isGradient
        ? l10n.t`this gradient needs another backward pass, which would take the model over the limit of ${formatCount(limits.programNodes)} nodes`
        : l10n.t`the model has more than ${formatCount(limits.programNodes)} nodes`,
    { advice: 'The model has too many nodes. Use operations on tensors instead of on single numbers.' },
  ),
  'too-many-backward-passes': error(
    () =>
      l10n.t`the backward passes of the gradients in this file go through more than ${formatCount(limits.backwardPassNodes)} nodes`,
    {
      advice: 'Every gradient of something other than the loss needs another backward pass. Use fewer of them.',
    },
  ),
  'too-many-elements': error(
    (elements: number, isSampleable = false) => {
      const [needed, limit] = [formatCount(elements), formatCount(limits.elements)];
      return isSampleable
        ? l10n.t`the model needs ${needed} numbers for its values and gradients, more than the limit of ${limit}; with mini-batches, as in batch = 32, it is evaluated on some of its samples`
        : l10n.t`the model needs ${needed} numbers for its values and gradients, more than the limit of ${limit}`;
    },
    {
      broken: 'param W[100000, 100000] ~ zeros()',
      fixed: 'param W[100, 100] ~ zeros()',
    },
  ),
  'too-slow': error(
    (seconds: number) => l10n.t`evaluation stopped after ${seconds} s; use smaller tensors or fewer samples`,
    {
      advice:
        'The model takes too long to evaluate after each edit. Use smaller tensors, or fewer samples while you edit.',
    },
  ),
  'evaluation-failed': error((reason: string) => l10n.t`evaluation failed: ${reason}; edit the file to try again`, {
    advice: 'The evaluation ended unexpectedly, usually because it ran out of memory. Use smaller tensors.',
  }),
} as const;
