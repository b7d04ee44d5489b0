/** One training session of one file: it follows the orders of the panel, and says what comes of them as long as the panel sees it. */

import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import { elementsOf } from '../../engine/ir/values.ts';
import type { SessionState } from '../../engine/training/session/commands.ts';
import { applyEdits } from '../../language/base/edits.ts';
import type { Training, TrainingCommand, TrainingSetting, TrainingState } from '../../protocol/panel/training.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { isRefusal, type Trainable } from '../../training/refusal.ts';
import { type SessionPlan, sessionPlan } from '../../training/sessionJob.ts';
import { hasMoved, stepOf } from '../../training/stepEdits.ts';
import { trainingJob } from '../../training/trainingJob.ts';
import type { Server, Trainer } from '../feature.ts';
import { applyStep } from './applyStep.ts';
import { Poller } from './poller.ts';
import { SessionRun } from './sessionRun.ts';
import { batchSizeError, learningRateError } from './sessionSettings.ts';
import { finiteOrNull, noticeOf, surfaceOf, traceOf, trainingSubjectOf } from './sessionState.ts';
import { SessionVersion } from './sessionVersion.ts';

/** Where it plays. */
export interface SessionContext {
  readonly uri: string;
  readonly connection: Connection;
  readonly server: Server;
  readonly push: (training: Training) => void;
  /** It is over: the reason as a sentence, null where it was closed. */
  readonly onEnd: (reason: string | null) => void;
}

/** What is said to one that is under way. */
export type ActiveSessionCommand = Exclude<TrainingCommand, { readonly kind: 'open' | 'close' }>;

export class TrainingSession {
  readonly #context: SessionContext;
  readonly #version: SessionVersion;
  readonly #trainer: Trainer = {
    busyReason: l10n.t(
      'this file is being trained in the graph panel. Keep what was reached, and close training there first.',
    ),
    stop: (reason) => this.#endWithReason(reason),
  };
  readonly #poller = new Poller((request) => this.#run.poll(request));
  #run: SessionRun;
  /** The step whose params the text has. */
  #textStep: number;
  /** What was set by hand; undefined where it is as the text says. */
  #lr: number | undefined;
  #batch: number | null | undefined;
  #isWatched = false;
  /** Whether the panel has to be told everything. */
  #needsFullUpdate = true;
  #hasEnded = false;
  #notice: string | null = null;
  #rejections: TrainingState['rejections'] = { lr: null, batch: null };
  /** Who waits to see where it has stopped. */
  #onStopped: ((sessionState: SessionState | undefined) => void) | undefined;

  constructor(context: SessionContext, version: Trainable, plan: SessionPlan) {
    this.#context = context;
    this.#version = new SessionVersion(context.server, context.uri, version);
    this.#run = this.#startRun(plan);
    this.#textStep = this.#run.firstStep;
  }

  /** Whether the panel sees the file now. One that it doesn't see rests, and every surface has the numbers of the text. */
  setWatched(isWatched: boolean): void {
    this.#isWatched = isWatched;
    if (isWatched) {
      const { uri, server } = this.#context;
      if (!server.trainers.has(uri)) server.trainers.set(uri, this.#trainer);
      this.sendFullUpdate();
    } else {
      this.#release();
      this.#run.pause();
    }
    this.#show();
  }

  /** Tells the panel everything, where it sees the file. */
  sendFullUpdate(): void {
    if (!this.#isWatched) return;
    this.#needsFullUpdate = true;
    this.#poller.start();
  }

  /** An order that comes when the panel is hidden already is not carried out. */
  async execute(command: ActiveSessionCommand): Promise<void> {
    if (this.#hasEnded || !this.#isWatched) return;
    this.#notice = null;
    switch (command.kind) {
      case 'run':
        return this.#run.run();
      case 'step':
        return this.#run.step();
      case 'pause':
        return this.#run.pause();
      case 'show':
        return this.#run.show(command.step);
      case 'reset':
        return this.#reset();
      case 'keep':
        return this.#keep();
      case 'set':
        return this.#set(command.setting, command.value);
    }
  }

  /** The file has this version to show. */
  follow(shownVersion: Snapshot): void {
    if (this.#hasEnded) return;
    const change = this.#version.follow(shownVersion);
    if (change === undefined) this.#show();
    else this.#endWithReason(change);
  }

  /** @param reason as a sentence; null where it was closed. */
  end(reason: string | null): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#release();
    this.#run.end();
    this.#version.show(undefined);
    this.#context.onEnd(reason);
  }

  /** Others may begin from the numbers of the text, and nobody looks at these. */
  #release(): void {
    const { uri, server } = this.#context;
    if (server.trainers.get(uri) === this.#trainer) server.trainers.delete(uri);
    this.#poller.stop();
    this.#resolveStopped(undefined);
  }

  #endWithReason(reason: string): void {
    this.end(l10n.t`Training has ended: ${reason}. Begin again to train the file as it is.`);
  }

  #startRun(plan: SessionPlan): SessionRun {
    return new SessionRun(this.#context.server, this.#version.current, plan, {
      onState: (sessionState) => this.#onSessionState(sessionState),
      onLost: (reason) => this.end(l10n.t`Training was lost: ${reason}. The text is as it was. Begin again.`),
    });
  }

  #reset(): void {
    const { count: from, states } = this.#context.server.stepsTaken(this.#context.uri);
    const batch = this.#batch === undefined ? {} : { batch: this.#batch };
    const plan = sessionPlan(this.#version.current, { from, states, ...batch });
    if (isRefusal(plan)) {
      this.end(plan.refusal);
      return;
    }
    this.#run.end();
    this.#run = this.#startRun(plan);
    this.#textStep = this.#run.firstStep;
    if (this.#lr !== undefined) this.#run.setLearningRate(this.#lr);
    this.sendFullUpdate();
  }

  #set(setting: TrainingSetting, value: number | null): Promise<void> | void {
    return setting === 'lr' ? this.#setLr(value) : this.#setBatch(value);
  }

  #setLr(value: number | null): void {
    const reason = learningRateError(this.#version.current, value);
    if (!this.#accept('lr', reason) || value === null) return;
    this.#lr = value;
    this.#run.setLearningRate(value);
  }

  async #setBatch(value: number | null): Promise<void> {
    const { batches } = this.#run;
    if (!this.#accept('batch', batchSizeError(batches.training.length, value))) return;
    const { current: version } = this.#version;
    const job = trainingJob(version, { batch: value, steps: Number.POSITIVE_INFINITY, isMeasured: true });
    if (!this.#accept('batch', isRefusal(job) ? job.refusal : undefined) || isRefusal(job)) return;
    this.#run.suspend();
    const stopped = await this.#whenStopped();
    if (stopped === undefined) return;
    this.#batch = value;
    this.#run.setBatches(job, this.#lr);
  }

  /** @param reason why it isn't, as a sentence. */
  #accept(setting: TrainingSetting, reason: string | undefined): boolean {
    this.#rejections = { ...this.#rejections, [setting]: reason ?? null };
    this.#poller.pollSoon();
    return reason === undefined;
  }

  /** Writes the params of the step that is shown into the text. */
  async #keep(): Promise<void> {
    this.#run.pause();
    const { state, shownStep = 0 } = (await this.#whenStopped()) ?? {};
    if (state === undefined) return;
    const { uri, connection, server } = this.#context;
    const { current: version } = this.#version;
    const { program, params } = version.model;
    const currentParams = params.map(({ node }) => elementsOf(program, version.evaluation.values, node));
    if (!hasMoved(currentParams, state.params))
      return this.#setNotice(l10n.t`The text has the parameters of step ${shownStep} already.`);
    const step = stepOf(version.model, currentParams, state, shownStep);
    const text = applyEdits(version.text, step.edits);
    this.#version.expect({ text, onArrived: () => this.#onKept(shownStep, text === version.text) });
    const isApplied = await applyStep(
      connection,
      server,
      l10n.t('Keep training'),
      { uri, snapshot: version },
      step,
    ).catch(() => false);
    if (isApplied) return;
    this.#version.expect(undefined);
    this.#setNotice(l10n.t('Nothing was kept: the text changed at the same moment. Keep it again.'));
  }

  /** @param isStoredBesideText whether the text holds none of the params. */
  #onKept(step: number, isStoredBesideText: boolean): void {
    this.#textStep = step;
    if (isStoredBesideText)
      this.#setNotice(l10n.t`The parameters of step ${step} are kept. Save the file to save them beside it.`);
  }

  #setNotice(notice: string): void {
    this.#notice = notice;
    this.#poller.pollSoon();
  }

  /** What there is to see of it once it has stopped; undefined where nobody looks any more. */
  #whenStopped(): Promise<SessionState | undefined> {
    return new Promise((resolve) => {
      this.#onStopped = resolve;
      if (this.#isWatched) this.#poller.pollSoon({ hasState: true });
      else this.#resolveStopped(undefined);
    });
  }

  #resolveStopped(sessionState: SessionState | undefined): void {
    this.#onStopped?.(sessionState);
    this.#onStopped = undefined;
  }

  #onSessionState(sessionState: SessionState): void {
    const start = performance.now();
    this.#show();
    this.#push(sessionState);
    this.#poller.onPolled(sessionState, performance.now() - start);
    if (sessionState.state) this.#resolveStopped(sessionState);
  }

  #show(): void {
    const { sessionState, values } = this.#run;
    const isTextStep = sessionState === undefined || sessionState.shownStep === this.#textStep || !this.#isWatched;
    this.#version.show(isTextStep ? undefined : values);
  }

  /** To a panel that knows nothing only what begins at the beginning. */
  #push(sessionState: SessionState): void {
    const isComplete = sessionState.training.isFull && sessionState.heldOut.isFull;
    if (!this.#isWatched || (this.#needsFullUpdate && !isComplete)) return;
    const { plan, batches } = this.#run;
    this.#context.push({
      kind: 'session',
      uri: this.#context.uri,
      subject: this.#needsFullUpdate ? trainingSubjectOf(this.#version.current, plan, batches) : null,
      state: this.#trainingStateOf(sessionState),
      trace: traceOf(sessionState, plan.layers.length),
      surface: surfaceOf(sessionState),
    });
    this.#needsFullUpdate = false;
  }

  #trainingStateOf({
    step,
    shownStep,
    epoch,
    stepsPerEpoch,
    stepsPerSecond,
    loss,
    heldOutLoss,
    pauseReason: trouble,
  }: SessionState): TrainingState {
    const { phase, firstStep, lastStep, batch } = this.#run;
    return {
      phase,
      firstStep,
      step,
      shownStep,
      epoch,
      stepsPerEpoch,
      lastStep,
      stepsPerSecond: phase === 'running' ? (stepsPerSecond ?? null) : null,
      loss: finiteOrNull(loss),
      heldOutLoss: finiteOrNull(heldOutLoss),
      lr: this.#lr ?? this.#version.lr,
      batch,
      rejections: this.#rejections,
      notice: this.#notice ?? (trouble ? noticeOf(trouble, this.#version.current) : null),
    };
  }
}
