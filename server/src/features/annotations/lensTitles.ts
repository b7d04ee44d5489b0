/** What lenses say, from version to version: in a long file most say at a key what they said before, and these are not written again. */

import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import { shiftOf } from '../../language/base/textChange.ts';
import type { ParsedStatement } from '../../language/syntax/parsedStatement.ts';
import { diffStatements } from '../../language/syntax/treeDiff.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { StatementAnnotation, StatementAnnotations } from '../../snapshot/annotation.ts';
import { isShown, isWorthShowing, showAnnotation } from '../../snapshot/annotationText.ts';
import { hyperparametersOf } from '../../snapshot/hyperparameters.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';

/** What the lens of a statement says. */
export interface LensTitle {
  /** Empty where there is nothing but what can be done. */
  readonly text: string;
  readonly isOfLoss: boolean;
}

/** Of a statement, with the numbers from which that follows; without them it is written again each time. */
interface CachedTitle {
  readonly value: number | undefined;
  readonly gradient: number | undefined;
  readonly title: LensTitle | undefined;
}

export class LensTitles {
  #parsedStatements: readonly ParsedStatement[] = [];
  #dependencies: readonly unknown[] = [];
  #cached: readonly CachedTitle[] = [];

  /** By the places of the statements; undefined where no lens stands. */
  of(annotations: StatementAnnotations, settings: Settings): (LensTitle | undefined)[] {
    const { snapshot } = annotations;
    const { parsedStatements } = snapshot.tree;
    const dependencies = dependenciesOf(snapshot, settings);
    const hasSameDependencies =
      dependencies.length === this.#dependencies.length &&
      dependencies.every((dependency, i) => Object.is(dependency, this.#dependencies[i]));
    const diff = diffStatements(hasSameDependencies ? this.#parsedStatements : [], parsedStatements);
    const valuesAt = valuesReader(annotations);
    const titles = parsedStatements.map((_, index) => {
      const isUnchanged = index < diff.start || index >= diff.endAfter;
      const cached = isUnchanged ? this.#cached[index < diff.start ? index : index - shiftOf(diff)] : undefined;
      const { value, gradient } = valuesAt(index);
      if (cached?.value !== undefined && Object.is(value, cached.value) && Object.is(gradient, cached.gradient))
        return cached;
      return { value, gradient, title: titleOf(annotations.at(index), settings) };
    });
    this.#parsedStatements = parsedStatements;
    this.#dependencies = dependencies;
    this.#cached = titles;
    return titles.map(({ title }) => title);
  }
}

/** Where that is the same, what is said of a passage follows from its numbers. */
function dependenciesOf({ model, evaluation }: Snapshot, settings: Settings): readonly unknown[] {
  const { objective, pickedName: picked, training } = model;
  const hyperparameters = training && evaluation ? hyperparametersOf(training, model, evaluation.values) : {};
  return [settings, objective?.label, picked, training?.optimizer, ...Object.values(hyperparameters)];
}

/** Says by a place the numbers of a statement, where it has nothing else to say and is not what the gradients are of. */
function valuesReader({
  snapshot,
  scalars,
}: StatementAnnotations): (index: number) => Pick<CachedTitle, 'value' | 'gradient'> {
  if (!isEvaluated(snapshot)) return () => noValues;
  const gradient = snapshot.model.objective?.gradient;
  const { data, starts } = snapshot.evaluation.values;
  return (index) => {
    const node = scalars[index];
    if (node < 0 || node === gradient?.root) return noValues;
    const adjoint = gradient && adjointOf(gradient, node);
    return { value: data[starts[node]], gradient: adjoint === undefined ? undefined : data[starts[adjoint]] };
  };
}

const noValues = { value: undefined, gradient: undefined };

function titleOf(annotation: StatementAnnotation | undefined, settings: Settings): LensTitle | undefined {
  if (annotation === undefined || !isWorthShowing(annotation) || !isShown(annotation, settings.statements))
    return undefined;
  return {
    text: showAnnotation(annotation, settings),
    isOfLoss: annotation.kind === 'value' && annotation.role === 'loss',
  };
}
