/** What lenses say, from version to version: in a long file most say at a key what they said before, and these are not written again. */

import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import { shiftOf } from '../../language/base/textChange.ts';
import type { Passage } from '../../language/syntax/parsedStatement.ts';
import { changedPlaces } from '../../language/syntax/treeDiff.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Reading, Readings } from '../../snapshot/annotations.ts';
import { isShown, isWorthALens, showReading } from '../../snapshot/annotationText.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import { hyperparametersOf } from '../../training/hyperparameters.ts';

/** What the lens of a statement says. */
export interface LensTitle {
  /** Empty where there is nothing but what can be done. */
  readonly text: string;
  readonly isOfLoss: boolean;
}

/** Of a statement, with the numbers from which that follows; without them it is written again each time. */
interface Written {
  readonly value: number | undefined;
  readonly gradient: number | undefined;
  readonly title: LensTitle | undefined;
}

export class LensTitles {
  #passages: readonly Passage[] = [];
  #ground: readonly unknown[] = [];
  #written: readonly Written[] = [];

  /** By the places of the statements; undefined where no lens stands. */
  of(readings: Readings, settings: Settings): (LensTitle | undefined)[] {
    const { snapshot } = readings;
    const { passages } = snapshot.tree;
    const ground = groundOf(snapshot, settings);
    const isSameGround =
      ground.length === this.#ground.length && ground.every((of, i) => Object.is(of, this.#ground[i]));
    const change = changedPlaces(isSameGround ? this.#passages : [], passages);
    const numbersAt = numbersOf(readings);
    const written = passages.map((_, place) => {
      const isKnown = place < change.start || place >= change.endAfter;
      const before = isKnown ? this.#written[place < change.start ? place : place - shiftOf(change)] : undefined;
      const { value, gradient } = numbersAt(place);
      if (before?.value !== undefined && Object.is(value, before.value) && Object.is(gradient, before.gradient))
        return before;
      return { value, gradient, title: titleOf(readings.at(place), settings) };
    });
    this.#passages = passages;
    this.#ground = ground;
    this.#written = written;
    return written.map(({ title }) => title);
  }
}

/** Where that is the same, what is said of a passage follows from its numbers. */
function groundOf({ model, evaluation }: Snapshot, settings: Settings): readonly unknown[] {
  const { objective, picked, training } = model;
  const hyperparameters = training && evaluation ? hyperparametersOf(training, model, evaluation.values) : {};
  return [settings, objective?.label, picked, training?.optimizer, ...Object.values(hyperparameters)];
}

/** Says by a place the numbers of a statement, where it has nothing else to say and is not what the gradients are of. */
function numbersOf({ snapshot, scalars }: Readings): (place: number) => Pick<Written, 'value' | 'gradient'> {
  if (!isEvaluated(snapshot)) return () => noNumbers;
  const gradient = snapshot.model.objective?.gradient;
  const { data, starts } = snapshot.evaluation.values;
  return (place) => {
    const node = scalars[place];
    if (node < 0 || node === gradient?.root) return noNumbers;
    const adjoint = gradient && adjointOf(gradient, node);
    return { value: data[starts[node]], gradient: adjoint === undefined ? undefined : data[starts[adjoint]] };
  };
}

const noNumbers = { value: undefined, gradient: undefined };

function titleOf(reading: Reading | undefined, settings: Settings): LensTitle | undefined {
  if (reading === undefined || !isWorthALens(reading) || !isShown(reading, settings.statements)) return undefined;
  return { text: showReading(reading, settings), isOfLoss: reading.kind === 'value' && reading.role === 'loss' };
}
