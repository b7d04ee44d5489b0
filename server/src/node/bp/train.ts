/** `bp train`: steps of the file's optimizer, and where they took the params. */

import { readFile } from 'node:fs/promises';
import { showNumber } from '../../display/numbers.ts';
import { Execution, elementsOf, type Overrides } from '../../engine/execute.ts';
import { defaultSettings } from '../../protocol/settings.ts';
import { type Evaluated, type Snapshot, withValues } from '../../snapshot/snapshot.ts';
import { type OptimizerStates, updatesOf } from '../../snapshot/step.ts';
import { applyEdits, type Edit, editsOf, isRefusal, literalText, stepEdits } from '../../snapshot/stepEdits.ts';
import { writeAtomically } from '../writeAtomically.ts';
import { showProblems } from './check.ts';
import { type Command, parseFileAndOptions, readSnapshot, UsageError } from './command.ts';

/** About as many lines of progress as fit on a screen. */
const progressLines = 10;

export const train: Command = {
  name: 'train',
  synopsis: 'train FILE [--steps N] [--write]',
  doc: 'take steps of training and print where the params went; --write puts them into the file',
  async run(given) {
    const { file, values } = parseFileAndOptions(train, given, {
      steps: { type: 'string', default: '1' },
      write: { type: 'boolean' },
    });
    const steps = stepsOf(values.steps);
    const snapshot = await readSnapshot(file);
    if (!snapshot.model.fitsMemory) return refuse(showProblems(file, snapshot));
    const execution = new Execution(snapshot.model.program);
    const start = withValues(snapshot, execution.run());
    const first = stepEdits(start);
    if (isRefusal(first)) return refuse([first.refusal, ...showProblems(file, start)]);

    const trained = takeSteps(start, execution, steps);
    if (trained === undefined) return 1;
    for (const [node, value] of trained) {
      const { name } = start.model.params.find((param) => param.node === node)!;
      console.log(`${name} = ${literalText(value, start.model.program.shape(node))}`);
    }
    if (values.write) await replaceText(file, applyEdits(snapshot.text, trainedEdits(start, trained)));
    return 0;
  },
};

function stepsOf(given: string): number {
  const steps = Number(given);
  if (Number.isSafeInteger(steps) && steps > 0) return steps;
  throw new UsageError(`--steps takes a whole number from 1, not '${given}'. Usage: bp ${train.synopsis}`);
}

function refuse(lines: readonly string[]): number {
  console.error(lines.join('\n'));
  return 1;
}

/** The params after all steps, with the objective printed on the way; undefined when they leave the numbers. */
function takeSteps(start: Evaluated, execution: Execution, steps: number): Overrides | undefined {
  const { objective, program } = start.model;
  const interval = Math.ceil(steps / progressLines);
  const states: OptimizerStates = new Map();
  let params: Overrides = new Map();
  for (let step = 0; step <= steps; step++) {
    const values = execution.run(params);
    if (step % interval === 0 || step === steps) {
      const [loss] = elementsOf(program, values, objective!.gradient.root);
      console.log(
        `step ${String(step).padStart(String(steps).length)}   ${objective!.label} = ${showNumber(loss, defaultSettings.digits)}`,
      );
    }
    if (step === steps) break;
    const updates = [...updatesOf({ ...start, evaluation: { values, verdicts: [] } }, states)];
    params = new Map(updates.map(([node, { to }]) => [node, to]));
    const lost = updates.find(([, { to }]) => !to.every(Number.isFinite));
    if (lost) {
      console.error(
        `Stopped at step ${step + 1}: ${lost[1].param.name} would leave the finite numbers. A smaller lr may help.`,
      );
      return undefined;
    }
  }
  return params;
}

/** Edits from what the file says to what training made of it. */
function trainedEdits({ model }: Snapshot, trained: Overrides): Edit[] {
  return model.params.flatMap((param) => {
    const to = trained.get(param.node);
    return to ? editsOf(param, to, model.program.shape(param.node)) : [];
  });
}

/** What the file is besides its text stays. */
async function replaceText(file: string, text: string): Promise<void> {
  try {
    const mark = (await hasByteOrderMark(file)) ? '\ufeff' : '';
    await writeAtomically(file, mark + text);
  } catch (error) {
    throw new UsageError(`${file} can't be written: ${error instanceof Error ? error.message : error}`);
  }
}

async function hasByteOrderMark(file: string): Promise<boolean> {
  const start = await readFile(file);
  return start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
}
