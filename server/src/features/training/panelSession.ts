/** A training session in the panel: carries out its commands, and pushes the state while the panel shows the file. */

import * as l10n from '@vscode/l10n';
import {
  defaultPace,
  type TrainingCommand,
  type TrainingPace,
  type TrainingSetting,
  type TrainingState,
  type TrainingUpdate,
} from '../../../../protocol/panel/training.ts';
import type { SessionState } from '../../engine/training/session/sessionCommands.ts';
import { hasFolder } from '../../files/uris.ts';
import { isRefusal } from '../../language/problems/refusal.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { restartNotice } from '../../snapshot/training/resume.ts';
import type { TrainableSnapshot } from '../../snapshot/training/trainable.ts';
import { noProgress } from '../../snapshot/training/trainingProgress.ts';
import { createTrainingJob, requestFrom } from '../../training/createTrainingJob.ts';
import { createSessionSetup, type SessionSetup } from '../../training/sessionSetup.ts';
import type { Services } from '../feature.ts';
import { unwritableReason } from './applyStep.ts';
import { confusionOf, curvesUpdateOf, finiteOrNull, noticeOf, surfaceOf, trainingInfoOf } from './panelUpdate.ts';
import { batchSizeError, learningRateError, scheduleOf } from './sessionSettings.ts';
import { type DriverContext, TrainingDriver } from './trainingDriver.ts';
import type { TrainingLock } from './trainingLocks.ts';

export interface SessionContext extends DriverContext, Pick<Services, 'trainingLocks'> {
  readonly push: (training: TrainingUpdate) => void;
  /** The session has ended: the reason as a sentence, null if the user closed it. */
  readonly onEnd: (reason: string | null) => void;
}

/** The commands of a session that is open. */
export type ActiveSessionCommand = Exclude<TrainingCommand, { readonly kind: 'open' | 'close' }>;

export class PanelSession {
  readonly #context: SessionContext;
  readonly #driver: TrainingDriver;
  readonly #lock: TrainingLock = {
    busyReason: l10n.t(
      'this file is being trained in the graph panel. Keep the result and close training there first.',
    ),
    pause: () => this.#pause(),
    end: (reason) => this.#endWithReason(reason),
  };
  #setup: SessionSetup;
  /** Set in the panel; undefined for the value of the text. */
  #lr: number | undefined;
  #batch: number | null | undefined;
  #pace: TrainingPace = defaultPace;
  #isWatched = false;
  /** True if the next push must contain the info and the complete curves. */
  #needsFullUpdate = true;
  #hasEnded = false;
  #notice: string | null = null;
  #rejections: TrainingState['rejections'] = { lr: null, batch: null };

  constructor(context: SessionContext, snapshot: TrainableSnapshot, setup: SessionSetup) {
    this.#context = context;
    this.#setup = setup;
    this.#notice = restartNotice(snapshot) ?? null;
    this.#driver = new TrainingDriver(context, snapshot, setup.job, {
      onState: (state) => this.#onState(state),
      onLost: (reason) => this.end(l10n.t`Training failed: ${reason}. The text is unchanged. Start again.`),
    });
    this.#driver.session.setPace(this.#pace);
  }

  /** While the panel does not show the file, the session is paused and every view shows the numbers of the text. */
  setWatched(isWatched: boolean): void {
    this.#isWatched = isWatched;
    if (isWatched) {
      const { uri, trainingLocks } = this.#context;
      trainingLocks.acquire(uri, this.#lock);
      this.sendFullUpdate();
    } else {
      this.#unlock();
      this.#driver.session.pause();
    }
    this.#show();
  }

  /** Pushes the info and the complete curves, if the panel shows the file. */
  sendFullUpdate(): void {
    if (!this.#isWatched) return;
    this.#needsFullUpdate = true;
    this.#driver.poller.start();
  }

  /** Ignores commands that arrive after the panel was hidden. */
  async execute(command: ActiveSessionCommand): Promise<void> {
    if (this.#hasEnded || !this.#isWatched) return;
    this.#notice = null;
    const execution = this.#carryOut(command);
    this.#reportRunning();
    await execution;
  }

  async #carryOut(command: ActiveSessionCommand): Promise<void> {
    switch (command.kind) {
      case 'run':
        return this.#driver.session.run();
      case 'step':
        return this.#driver.session.step();
      case 'pause':
        return this.#driver.session.pause();
      case 'seek':
        return this.#driver.session.seek(command.step);
      case 'reset':
        return this.#reset();
      case 'keep':
        await this.#keep();
        return;
      case 'keepAndClose':
        if (await this.#keep()) this.end(null);
        return;
      case 'set':
        return this.#set(command.setting, command.value);
      case 'pace':
        return this.#setPace(command.stepsPerSecond);
    }
  }

  /** The file shows this version now. */
  follow(shown: Snapshot): void {
    if (this.#hasEnded) return;
    const change = this.#driver.document.follow(shown);
    if (change === undefined) this.#show();
    else this.#endWithReason(change);
  }

  /** @param reason a sentence; null if the user closed the session. */
  end(reason: string | null): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#unlock();
    this.#driver.end();
    this.#context.onEnd(reason);
  }

  /** Lets other commands start from the numbers of the text. */
  #unlock(): void {
    const { uri, trainingLocks } = this.#context;
    trainingLocks.release(uri, this.#lock);
    this.#driver.stopPolling();
  }

  #endWithReason(reason: string): void {
    this.end(l10n.t`Training ended: ${reason}. Start again to train the file as it is now.`);
  }

  #reset(): void {
    const { snapshot } = this.#driver.document;
    const batch = this.#batch === undefined ? {} : { batch: this.#batch };
    const setup = createSessionSetup(snapshot, { ...requestFrom(snapshot.trainingProgress ?? noProgress), ...batch });
    if (isRefusal(setup)) {
      this.end(setup.refusal);
      return;
    }
    this.#setup = setup;
    this.#driver.restart(setup.job);
    this.#driver.session.setPace(this.#pace);
    if (this.#lr !== undefined) this.#driver.session.setLearningRate(this.#lr);
    this.sendFullUpdate();
  }

  #set(setting: TrainingSetting, value: number | null): Promise<void> | void {
    return setting === 'lr' ? this.#setLr(value) : this.#setBatch(value);
  }

  #setLr(value: number | null): void {
    const { snapshot } = this.#driver.document;
    if (!this.#accept('lr', learningRateError(snapshot, value))) return;
    this.#lr = value ?? undefined;
    this.#driver.session.setLearningRate(this.#lr);
  }

  #setPace(pace: TrainingPace): void {
    this.#pace = pace;
    this.#driver.session.setPace(pace);
    this.#driver.poller.pollSoon();
  }

  async #setBatch(value: number | null): Promise<void> {
    const { session, document } = this.#driver;
    if (!this.#accept('batch', batchSizeError(session.batches.trainingSamples.length, value))) return;
    const job = createTrainingJob(document.snapshot, {
      batch: value,
      steps: Number.POSITIVE_INFINITY,
      hasFullEvaluation: true,
    });
    if (!this.#accept('batch', isRefusal(job) ? job.refusal : undefined) || isRefusal(job)) return;
    session.suspend();
    const stopped = await this.#driver.whenStopped();
    if (stopped === undefined) return;
    this.#batch = value;
    session.setBatches(job, this.#lr);
  }

  /** @param reason why the value is rejected, as a sentence. */
  #accept(setting: TrainingSetting, reason: string | undefined): boolean {
    this.#rejections = { ...this.#rejections, [setting]: reason ?? null };
    this.#driver.poller.pollSoon();
    return reason === undefined;
  }

  /** Writes the params of the step that is shown into the text. @returns false if the text does not have them. */
  async #keep(): Promise<boolean> {
    this.#driver.session.pause();
    const stopped = await this.#driver.whenStopped();
    if (stopped === undefined) return false;
    const { shownStep } = stopped;
    const { text: previousText, model } = this.#driver.document.snapshot;
    const { connection, client, uri } = this.#context;
    const reason = await unwritableReason(connection, client, uri, model);
    if (reason !== undefined) {
      this.#setNotice(l10n.t`Nothing was kept: ${reason}`);
      return false;
    }
    const outcome = await this.#driver.keep(l10n.t('Keep learned params'), stopped, (text) => {
      this.#driver.poller.pollSoon();
      if (text !== previousText) return;
      this.#setNotice(
        hasFolder(uri)
          ? l10n.t`Kept the params of step ${shownStep}. Save the file to store them beside it.`
          : l10n.t`Kept the params of step ${shownStep} until the editor is closed. To store them, save the model as a file, train again and keep them.`,
      );
    });
    if (outcome === 'unchanged') this.#setNotice(l10n.t`The text already has the params of step ${shownStep}.`);
    else if (outcome === 'declined')
      this.#setNotice(l10n.t('Nothing was kept: the text changed at the same time. Try again.'));
    return outcome !== 'declined';
  }

  #setNotice(notice: string): void {
    this.#notice = notice;
    this.#driver.poller.pollSoon();
  }

  #pause(): void {
    this.#driver.session.pause();
    this.#reportRunning();
  }

  #reportRunning(): void {
    const { uri, trainingLocks } = this.#context;
    trainingLocks.reportRunning(uri, this.#lock, this.#driver.session.phase === 'running');
  }

  #onState(state: SessionState): void {
    this.#reportRunning();
    this.#show();
    this.#push(state);
  }

  #show(): void {
    if (this.#isWatched) this.#driver.show();
    else this.#driver.document.show(undefined);
  }

  /** Skips states with partial curves while a full update is due. */
  #push(state: SessionState): void {
    const isComplete = [state.trainingCurve, state.heldOutCurve, state.scalarCurve].every((curve) => curve.isComplete);
    if (!this.#isWatched || (this.#needsFullUpdate && !isComplete)) return;
    const { session, document } = this.#driver;
    this.#context.push({
      kind: 'session',
      uri: this.#context.uri,
      info: this.#needsFullUpdate ? trainingInfoOf(document.snapshot, this.#setup, session.batches) : null,
      state: this.#trainingStateOf(state),
      curves: curvesUpdateOf(state, this.#setup),
      surface: surfaceOf(state),
      confusion: confusionOf(state),
    });
    this.#needsFullUpdate = false;
  }

  #trainingStateOf({
    step,
    shownStep,
    epoch,
    stepsPerSecond,
    loss,
    heldOutLoss,
    pauseReason,
  }: SessionState): TrainingState {
    const { session, document } = this.#driver;
    const { phase, firstStep, lastStep, lastEpoch, batch, batches } = session;
    return {
      phase,
      firstStep,
      step,
      shownStep,
      textStep: this.#driver.textStep,
      epoch,
      stepsPerEpoch: batches.stepsPerEpoch,
      lastStep,
      lastEpoch,
      pace: this.#pace,
      stepsPerSecond: phase === 'running' ? (stepsPerSecond ?? null) : null,
      loss: finiteOrNull(loss),
      heldOutLoss: finiteOrNull(heldOutLoss),
      lr: this.#lr ?? document.lr,
      schedule: scheduleOf(document.snapshot, this.#lr),
      batch,
      rejections: this.#rejections,
      notice: this.#notice ?? (pauseReason ? noticeOf(pauseReason, document.snapshot) : null),
    };
  }
}
