/**
 * The graph of the watched file, rebuilt when its model or collapse state changes. While the file is broken, the last good
 * graph stays, unless the text was replaced by another model.
 */

import * as l10n from '@vscode/l10n';
import type { CollapseState, GraphUpdate, WatchGraphParams } from '../../../protocol/panel/graph.ts';
import { formatNumber } from '../display/numbers.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { isRevision } from '../language/text/isRevision.ts';
import { sampleTextOf } from '../snapshot/sample/sampleText.ts';
import { type EvaluatedSnapshot, firstErrorOf, isEvaluated, type Snapshot } from '../snapshot/snapshot.ts';
import { hyperparametersOf } from '../snapshot/training/hyperparameters.ts';
import { isReached, isTrainable } from '../snapshot/training/trainable.ts';
import { stepTitleOf } from '../training/stepTitle.ts';
import { buildDisplayGraph } from './buildDisplayGraph.ts';
import type { DisplayGraph } from './displayGraph.ts';
import { numbersOf } from './graphNumbers.ts';

/** The graph that the client displays. */
export interface ShownGraph {
  readonly displayGraph: DisplayGraph;
  readonly structureVersion: number;
  /** The version that is drawn: the last good one of the file, or the newest if none is good. */
  readonly snapshot: Snapshot;
}

export class WatchedGraph {
  /** The file that is watched, or was watched before its graph was hidden; its last good version may be shown again. */
  #uri: string | undefined;
  /** Undefined while no file is watched; its `isCollapsed` is null until the default is chosen. */
  #collapseState: CollapseState | undefined;
  #lastGood: EvaluatedSnapshot | undefined;
  #shown: ShownGraph | undefined;
  /** The structure that was sent last in this watch. */
  #sentStructure: string | undefined;
  /** Never reset, so that no two structures share a count. */
  #structureVersion = 0;
  readonly #listeners: (() => void)[] = [];

  /** The URI of the watched file. */
  get watchedUri(): string | undefined {
    return this.#collapseState && this.#uri;
  }

  /** Calls `listener` whenever the client sends what it watches, even if it is the same file again. */
  onWatch(listener: () => void): void {
    this.#listeners.push(listener);
  }

  watch(watched: WatchGraphParams['watched']): void {
    if (watched && watched.uri !== this.#uri) this.#forget();
    if (watched) this.#uri = watched.uri;
    else this.#shown = undefined;
    this.#collapseState = watched?.collapseState;
    this.#sentStructure = undefined;
    for (const listener of this.#listeners) listener();
  }

  /** Drops the versions of a closed file, which is still watched when it is opened again. */
  close(uri: string): void {
    if (uri === this.#uri) this.#forget();
  }

  #forget(): void {
    this.#lastGood = undefined;
    this.#shown = undefined;
    this.#sentStructure = undefined;
  }

  /** The graph that the client displays for a file; undefined if it watches another one or has not been sent any. */
  shown(uri: string): ShownGraph | undefined {
    return uri === this.#uri ? this.#shown : undefined;
  }

  /** The graph to send for the newest version of a file; undefined if the file is not watched. */
  update(uri: string, newest: Snapshot, digits: number): GraphUpdate | undefined {
    if (uri !== this.#uri) return undefined;
    const error = firstErrorOf(newest);
    const isGood = error === undefined && isEvaluated(newest);
    if (isGood) this.#lastGood = newest;
    else if (this.#lastGood && !isRevision(this.#lastGood.text, newest.text)) this.#lastGood = undefined;
    if (this.#collapseState === undefined) return undefined;
    const snapshot = this.#lastGood ?? newest;
    const displayGraph = this.#buildOrReuse(snapshot, this.#collapseState);
    // The first good version determines the default.
    if (isGood) this.#collapseState = displayGraph.structure.collapseState;
    const isNew = this.#isNew(displayGraph);
    this.#shown = { displayGraph, structureVersion: this.#structureVersion, snapshot };
    return {
      uri,
      version: newest.version,
      structureVersion: this.#structureVersion,
      structure: isNew ? displayGraph.structure : null,
      numbers: numbersOf(displayGraph, snapshot, digits),
      objectiveText: objectiveOf(snapshot, digits),
      sampleText: sampleTextOf(snapshot.model) ?? null,
      stepTitle: stepTitleWithRate(snapshot, digits),
      staleNotice: isGood ? null : staleNoticeOf(newest, this.#lastGood !== undefined),
    };
  }

  /** Reuses the graph if the model is the same, as during training: then only the numbers differ. */
  #buildOrReuse(snapshot: Snapshot, collapseState: CollapseState): DisplayGraph {
    const previous = this.#shown;
    const isSame =
      previous?.snapshot.model === snapshot.model && previous.displayGraph.structure.collapseState === collapseState;
    return isSame ? previous.displayGraph : buildDisplayGraph(snapshot, collapseState);
  }

  #isNew(displayGraph: DisplayGraph): boolean {
    if (this.#sentStructure !== undefined && displayGraph === this.#shown?.displayGraph) return false;
    const structure = JSON.stringify(displayGraph.structure);
    if (structure === this.#sentStructure) return false;
    this.#sentStructure = structure;
    this.#structureVersion++;
    return true;
  }
}

/** The notice for a version that is broken or has no numbers yet. */
function staleNoticeOf(newest: Snapshot, hasGood: boolean): string {
  const error = firstErrorOf(newest);
  if (error === undefined) return l10n.t('Stale: this version has not been evaluated yet.');
  const line = newest.lines.positionAt(error.start).line + 1;
  return hasGood
    ? l10n.t`Stale: showing the last valid graph. Error on line ${line}: ${error.message}`
    : l10n.t`Incomplete: the file has an error on line ${line}: ${error.message}`;
}

function objectiveOf(snapshot: Snapshot, digits: number): string | null {
  const { objective, program } = snapshot.model;
  if (objective === undefined || !isEvaluated(snapshot)) return null;
  return formatNumber(elementsOf(program, snapshot.evaluation.values, objective.backwardPass.root)[0], digits);
}

/** `SGD step · lr 0.01`; null if no step is possible. */
function stepTitleWithRate(snapshot: Snapshot, digits: number): string | null {
  if (!isTrainable(snapshot)) return null;
  const { model, evaluation } = snapshot;
  if (!model.params.some((param) => isReached(model, param))) return null;
  const { lr } = hyperparametersOf(model.trainingPlan, model, evaluation.values);
  return `${stepTitleOf(model)} · lr ${formatNumber(lr, digits)}`;
}
