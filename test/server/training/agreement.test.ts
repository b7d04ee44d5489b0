/** While training runs, line ends, status bar, graph and training pane show the same step, whatever the display. */

import { expect, test } from 'vitest';
import { displays } from '../../../protocol/editor/settings.ts';
import { type GraphUpdate, graphUpdateMethod } from '../../../protocol/panel/graph.ts';
import { type TrainingUpdate, trainingUpdateMethod } from '../../../protocol/panel/training.ts';
import { startEditor } from '../../support/editor/editor.ts';
import { TrainingPanel } from '../../support/editor/trainingPanel.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///models/parabola.bp';
const text = 'param w = 4\nloss L = w^2\ntrain sgd(lr = 0.02, epochs = 30)';

/** The loss after some steps, each of which multiplies w by 1 − 2 · lr. */
const lossAfter = (steps: number): number => (4 * 0.96 ** steps) ** 2;

test.each(displays)('every push is preceded by the numbers of its step: %s', async (display) => {
  const editor = await startEditor({ settings: { display } });
  const panel = new TrainingPanel(editor, uri);
  const graphs: GraphUpdate[] = [];
  const frames: { readonly step: number; readonly losses: readonly (string | null | undefined)[] }[] = [];
  editor.connection.onNotification(graphUpdateMethod, (graph: GraphUpdate) => {
    graphs.push(graph);
  });
  editor.connection.onNotification(trainingUpdateMethod, (update: TrainingUpdate) => {
    panel.pushed.push(update);
    if (update.kind !== 'session') return;
    const { summary, decorations } = editor.shownNumbers.at(-1)!;
    const lineEnd = decorations.find(({ line }) => line === 1)?.value.trim();
    frames.push({
      step: update.state.shownStep,
      losses: [summary.objectiveText, lineEnd, graphs.at(-1)?.objectiveText],
    });
  });
  await editor.open(uri, text);
  await editor.numbers(uri);
  await panel.watch();
  await until(() => graphs.length > 0);
  await panel.sendUntil({ kind: 'open' }, ({ info }) => info !== null);
  await panel.sendUntil({ kind: 'run' }, ({ state }) => state.phase === 'done');
  expect(new Set(frames.map(({ step }) => step)).size).toBeGreaterThan(10);
  for (const { step, losses } of frames) {
    expect(new Set(losses).size, `step ${step}: ${losses}`).toBe(1);
    expect(Number(losses[0]) / lossAfter(step)).toBeCloseTo(1, 3);
  }
});
