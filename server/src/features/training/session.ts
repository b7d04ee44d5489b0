/** One training session of one file: it follows the orders of the panel, and says what comes of them as long as the panel sees it. */

import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import { elementsOf } from '../../engine/runtime/execute.ts';
import type { Moment } from '../../engine/training/session/commands.ts';
import type { Training, TrainingOrder, TrainingSetting, TrainingState } from '../../protocol/panel/training.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { isRefusal, type Trainable } from '../../training/refusal.ts';
import { type SessionPlan, sessionPlan } from '../../training/sessionJob.ts';
import { applyEdits, isMoved, stepOf } from '../../training/stepEdits.ts';
import { trainingJob } from '../../training/trainingJob.ts';
import type { Server, Trainer } from '../feature.ts';
import { applyStep } from './applyStep.ts';
import { Looks } from './poller.ts';
import { TrainedNumbers } from './sessionNumbers.ts';
import { LedRun } from './sessionRun.ts';
import { whyNoBatch, whyNoLr } from './sessionSettings.ts';
import { finite, noticeOf, subjectOf, surfaceOf, traceOf } from './sessionState.ts';

/** Where it plays. */
export interface Stage {
  readonly uri: string;
  readonly connection: Connection;
  readonly server: Server;
  readonly push: (training: Training) => void;
  /** It is over: the reason as a sentence, null where it was closed. */
  readonly onEnd: (reason: string | null) => void;
}

/** What is said to one that is under way. */
export type OrderUnderway = Exclude<TrainingOrder, { readonly kind: 'open' | 'close' }>;

export class LedTraining {
  readonly #stage: Stage;
  readonly #numbers: TrainedNumbers;
  readonly #trainer: Trainer = {
    busy: l10n.t(
      'this file is being trained in the graph panel. Keep what was reached, and close training there first.',
    ),
    giveWay: (reason) => this.#endFor(reason),
  };
  readonly #looks = new Looks((look) => this.#run.look(look));
  #run: LedRun;
  /** The step whose params the text has. */
  #textStep: number;
  /** What was set by hand; undefined where it is as the text says. */
  #lr: number | undefined;
  #batch: number | null | undefined;
  #isWatched = false;
  /** Whether the panel has to be told everything. */
  #isNew = true;
  #isOver = false;
  #notice: string | null = null;
  #refused: TrainingState['refused'] = { lr: null, batch: null };
  /** Who waits to see where it has stopped. */
  #onStopped: ((moment: Moment | undefined) => void) | undefined;

  constructor(stage: Stage, version: Trainable, plan: SessionPlan) {
    this.#stage = stage;
    this.#numbers = new TrainedNumbers(stage.server, stage.uri, version);
    this.#run = this.#begin(plan);
    this.#textStep = this.#run.first;
  }

  /** Whether the panel sees the file now. One that it doesn't see rests, and every surface has the numbers of the text. */
  watch(isWatched: boolean): void {
    this.#isWatched = isWatched;
    if (isWatched) {
      const { uri, server } = this.#stage;
      if (!server.trainers.has(uri)) server.trainers.set(uri, this.#trainer);
      this.tellAll();
    } else {
      this.#giveBack();
      this.#run.pause();
    }
    this.#show();
  }

  /** Tells the panel everything, where it sees the file. */
  tellAll(): void {
    if (!this.#isWatched) return;
    this.#isNew = true;
    this.#looks.begin();
  }

  /** An order that comes when the panel is hidden already is not carried out. */
  async take(order: OrderUnderway): Promise<void> {
    if (this.#isOver || !this.#isWatched) return;
    this.#notice = null;
    switch (order.kind) {
      case 'run':
        return this.#run.run();
      case 'step':
        return this.#run.step();
      case 'pause':
        return this.#run.pause();
      case 'show':
        return this.#run.show(order.step);
      case 'reset':
        return this.#reset();
      case 'keep':
        return this.#keep();
      case 'set':
        return this.#set(order.setting, order.value);
    }
  }

  /** The file has this version to show. */
  follow(shown: Snapshot): void {
    if (this.#isOver) return;
    const change = this.#numbers.follow(shown);
    if (change === undefined) this.#show();
    else this.#endFor(change);
  }

  /** @param reason as a sentence; null where it was closed. */
  end(reason: string | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#giveBack();
    this.#run.end();
    this.#numbers.show(undefined);
    this.#stage.onEnd(reason);
  }

  /** Others may begin from the numbers of the text, and nobody looks at these. */
  #giveBack(): void {
    const { uri, server } = this.#stage;
    if (server.trainers.get(uri) === this.#trainer) server.trainers.delete(uri);
    this.#looks.rest();
    this.#stopped(undefined);
  }

  #endFor(reason: string): void {
    this.end(l10n.t`Training has ended: ${reason}. Begin again to train the file as it is.`);
  }

  #begin(plan: SessionPlan): LedRun {
    return new LedRun(this.#stage.server, this.#numbers.version, plan, {
      onMoment: (moment) => this.#see(moment),
      onLost: (reason) => this.end(l10n.t`Training was lost: ${reason}. The text is as it was. Begin again.`),
    });
  }

  #reset(): void {
    const { count: from, states } = this.#stage.server.stepsTaken(this.#stage.uri);
    const batch = this.#batch === undefined ? {} : { batch: this.#batch };
    const plan = sessionPlan(this.#numbers.version, { from, states, ...batch });
    if (isRefusal(plan)) {
      this.end(plan.refusal);
      return;
    }
    this.#run.end();
    this.#run = this.#begin(plan);
    this.#textStep = this.#run.first;
    if (this.#lr !== undefined) this.#run.changeLr(this.#lr);
    this.tellAll();
  }

  #set(setting: TrainingSetting, value: number | null): Promise<void> | void {
    return setting === 'lr' ? this.#setLr(value) : this.#setBatch(value);
  }

  #setLr(value: number | null): void {
    const reason = whyNoLr(this.#numbers.version, value);
    if (!this.#isTaken('lr', reason) || value === null) return;
    this.#lr = value;
    this.#run.changeLr(value);
  }

  async #setBatch(value: number | null): Promise<void> {
    const { batches } = this.#run;
    if (!this.#isTaken('batch', whyNoBatch(batches.training.length, value))) return;
    const { version } = this.#numbers;
    const job = trainingJob(version, { batch: value, steps: Number.POSITIVE_INFINITY, isMeasured: true });
    if (!this.#isTaken('batch', isRefusal(job) ? job.refusal : undefined) || isRefusal(job)) return;
    this.#run.hold();
    const stopped = await this.#stop();
    if (stopped === undefined) return;
    this.#batch = value;
    this.#run.changeBatches(job, this.#lr);
  }

  /** @param reason why it isn't, as a sentence. */
  #isTaken(setting: TrainingSetting, reason: string | undefined): boolean {
    this.#refused = { ...this.#refused, [setting]: reason ?? null };
    this.#looks.ask();
    return reason === undefined;
  }

  /** Writes the params of the step that is shown into the text. */
  async #keep(): Promise<void> {
    this.#run.pause();
    const { state, shown = 0 } = (await this.#stop()) ?? {};
    if (state === undefined) return;
    const { uri, connection, server } = this.#stage;
    const { version } = this.#numbers;
    const { program, params } = version.model;
    const before = params.map(({ node }) => elementsOf(program, version.evaluation.values, node));
    if (!isMoved(before, state.params)) return this.#say(l10n.t`The text has the parameters of step ${shown} already.`);
    const step = stepOf(version.model, before, state, shown);
    const text = applyEdits(version.text, step.edits);
    this.#numbers.await({ text, onCome: () => this.#kept(shown, text === version.text) });
    const isApplied = await applyStep(
      connection,
      server,
      l10n.t('Keep training'),
      { uri, snapshot: version },
      step,
    ).catch(() => false);
    if (isApplied) return;
    this.#numbers.await(undefined);
    this.#say(l10n.t('Nothing was kept: the text changed at the same moment. Keep it again.'));
  }

  /** @param isBeside whether the text holds none of the params. */
  #kept(step: number, isBeside: boolean): void {
    this.#textStep = step;
    if (isBeside) this.#say(l10n.t`The parameters of step ${step} are kept. Save the file to save them beside it.`);
  }

  #say(notice: string): void {
    this.#notice = notice;
    this.#looks.ask();
  }

  /** What there is to see of it once it has stopped; undefined where nobody looks any more. */
  #stop(): Promise<Moment | undefined> {
    return new Promise((resolve) => {
      this.#onStopped = resolve;
      if (this.#isWatched) this.#looks.ask({ hasState: true });
      else this.#stopped(undefined);
    });
  }

  #stopped(moment: Moment | undefined): void {
    this.#onStopped?.(moment);
    this.#onStopped = undefined;
  }

  #see(moment: Moment): void {
    const begin = performance.now();
    this.#show();
    this.#push(moment);
    this.#looks.seen(moment, performance.now() - begin);
    if (moment.state) this.#stopped(moment);
  }

  #show(): void {
    const { moment, values } = this.#run;
    const isOwn = moment === undefined || moment.shown === this.#textStep || !this.#isWatched;
    this.#numbers.show(isOwn ? undefined : values);
  }

  /** To a panel that knows nothing only what begins at the beginning. */
  #push(moment: Moment): void {
    const isWhole = moment.training.isWhole && moment.heldOut.isWhole;
    if (!this.#isWatched || (this.#isNew && !isWhole)) return;
    const { plan, batches } = this.#run;
    this.#stage.push({
      kind: 'session',
      uri: this.#stage.uri,
      subject: this.#isNew ? subjectOf(this.#numbers.version, plan, batches) : null,
      state: this.#stateOf(moment),
      trace: traceOf(moment, plan.layers.length),
      surface: surfaceOf(moment),
    });
    this.#isNew = false;
  }

  #stateOf({ step, shown, epoch, stepsPerEpoch, stepsPerSecond, loss, heldOutLoss, trouble }: Moment): TrainingState {
    const { phase, first, lastStep, batch } = this.#run;
    return {
      phase,
      first,
      step,
      shown,
      epoch,
      stepsPerEpoch,
      lastStep,
      stepsPerSecond: phase === 'running' ? (stepsPerSecond ?? null) : null,
      loss: finite(loss),
      heldOutLoss: finite(heldOutLoss),
      lr: this.#lr ?? this.#numbers.lr,
      batch,
      refused: this.#refused,
      notice: this.#notice ?? (trouble ? noticeOf(trouble, this.#numbers.version) : null),
    };
  }
}
