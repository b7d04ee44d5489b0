/** Fixes of shapes: what is wrapped, transposed or reshaped so that it fits. */

import * as l10n from '@vscode/l10n';
import { type Shape, sizeOf } from '../../engine/ir/shape.ts';
import { nodeAt } from '../../language/lowering/model.ts';
import { bindings } from '../../language/syntax/precedence.ts';
import type { Expression } from '../../language/syntax/tree.ts';
import { isDefinition } from '../../language/syntax/tree.ts';
import { bindingOf, operandsOf } from '../precedence.ts';
import type { Site } from '../site.ts';
import { type Fix, type FixRows, writing } from './fix.ts';
import { expressionsAround, otherKeyword } from './names.ts';

export const shapeFixes: FixRows = {
  'loss-not-scalar': (site) => reduced(site, false),
  'gradient-of-tensor': (site) => reduced(site, site.text[site.found.start - 1] === '∂'),
  'data-without-samples': (site) => {
    const { statement } = site;
    const asConst =
      statement && isDefinition(statement)
        ? [otherKeyword(statement, 'const', l10n.t`Make ${statement.name.name} a const`)]
        : [];
    return [writing(site.found, `[${site.source(site.found)}]`), ...asConst];
  },
  'shape-mismatch': (site) => {
    const meeting = exactly(site, 'binary');
    if (!meeting) return [];
    const { left, right, symbol } = meeting;
    if (symbol === '@' && [left, right].some((side) => shapeOf(site, side)?.length === 0)) {
      const at = site.tokens.range(site.tokenFrom(left.end));
      return site.source(at) === '@' ? [writing(at, '*')] : [];
    }
    return [right, left]
      .filter((side) => (shapeOf(site, side)?.length ?? 0) >= 2)
      .map((side) => transposed(site, side));
  },
  'both-sides-broadcast': (site) => {
    const sides = sidesOf(site);
    return sides.flatMap((side, place) => reshaped(site, side, sides[1 - place]));
  },
};

/** `mean(…)` and `sum(…)` of what is to be one number. */
function reduced(site: Site, needsBrackets: boolean): readonly Fix[] {
  const source = site.source(site.found);
  return ['mean', 'sum'].map((reduction) => {
    const text = needsBrackets ? `(${reduction}(${source}))` : `${reduction}(${source})`;
    return { ...writing(site.found, text), title: l10n.t`Wrap in ${reduction}(…)` };
  });
}

/** The expression that is wrong as a whole, if it is of this kind. */
function exactly<Kind extends Expression['kind']>(site: Site, kind: Kind): (Expression & { kind: Kind }) | undefined {
  const { start, end } = site.found;
  const found = expressionsAround(site).find(
    (other) => other.start === start && other.end === end && other.kind === kind,
  );
  return found as (Expression & { kind: Kind }) | undefined;
}

/** The two sides of an operator between them, or of a call that takes two. */
function sidesOf(site: Site): readonly Expression[] {
  const meeting = exactly(site, 'binary') ?? exactly(site, 'call');
  const operands = meeting ? operandsOf(meeting) : [];
  return operands.length === 2 ? operands : [];
}

function shapeOf({ snapshot: { model } }: Site, { index }: Expression): Shape | undefined {
  const node = nodeAt(model.expressionNodes, index);
  return node === undefined ? undefined : model.program.shape(node);
}

function transposed(site: Site, operand: Expression): Fix {
  const source = site.source(operand);
  const isTight = bindingOf(operand) === bindings.atom && operand.kind !== 'number';
  const text = operand.kind === 'transpose' ? site.source(operand.operand) : `${isTight ? source : `(${source})`}.T`;
  return { ...writing(operand, text), title: l10n.t`Transpose ${source}`, isGuess: true };
}

/** An operand in the shape of the other one, where it has as many elements: of any number of samples. */
function reshaped(site: Site, operand: Expression, other: Expression): readonly Fix[] {
  const [from, to] = [shapeOf(site, operand), shapeOf(site, other)];
  if (!from || !to || sizeOf(from) !== sizeOf(to)) return [];
  const source = site.source(operand);
  const shape = to.length === 1 ? '-1' : `[${[-1, ...to.slice(1)].join(', ')}]`;
  return [
    {
      ...writing(operand, `reshape(${source}, ${shape})`),
      title: l10n.t`Reshape ${source} as ${site.source(other)} is`,
    },
  ];
}
