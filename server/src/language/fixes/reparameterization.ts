/** The reparameterization of draws: `z = mu + s * eps` with `eps ~ normal()` for `z ~ normal(mu, s)`. */

import * as l10n from '@vscode/l10n';
import { nodeAt } from '../lowering/model.ts';
import { type Definition, type Expression, isDefinition, rangeIn } from '../syntax/ast.ts';
import { lineBreakOf } from '../text/lines.ts';
import type { Fix } from './fix.ts';
import type { ProblemSite } from './problemSite.ts';

type Draw = Expression & { readonly kind: 'draw' };

/** Passes gradients to a param in the mean or the standard deviation of normal draws. */
export function reparameterizationFixes(site: ProblemSite, param: string): readonly Fix[] {
  const { tree } = site.context;
  return tree.statements.flatMap((statement) => {
    if (!isDefinition(statement) || statement.step || statement.value.kind !== 'draw') return [];
    const names = tree.expressionsIn(statement).map((part) => (part.kind === 'name' ? part.name : undefined));
    return names.includes(param) ? reparameterized(site, statement, statement.value) : [];
  });
}

function reparameterized(site: ProblemSite, statement: Definition, draw: Draw): readonly Fix[] {
  const { model, names } = site.context;
  const { name } = statement.name;
  const noise = names.definitions.has('eps') ? `${name}_eps` : 'eps';
  const node = nodeAt(model.statementNodes, statement.id);
  const hasLengths = draw.lengths !== undefined || (node !== undefined && model.program.shape(node).length === 0);
  if (draw.distribution.name !== 'normal' || !hasLengths || names.definitions.has(noise)) return [];
  const sourceOf = (part: Expression): string => site.sourceOf(rangeIn(statement, part));
  const lengths = draw.lengths ? `[${draw.lengths.map(sourceOf).join(', ')}]` : '';
  const mean = parameterOf(draw, 'mean', 0);
  const std = parameterOf(draw, 'std', 1);
  const factor = std && (isFactor(std) ? sourceOf(std) : `(${sourceOf(std)})`);
  const value = `${mean ? `${sourceOf(mean)} + ` : ''}${factor === undefined ? '' : `${factor} * `}${noise}`;
  const { start, end } = statement;
  const [indentation] = /[ \t]*$/.exec(site.text.slice(0, start))!;
  const text = `${noise}${lengths} ~ normal()${lineBreakOf(site.text)}${indentation}${name} = ${value}`;
  return [{ title: l10n.t`Scale and shift ${noise} ~ normal()`, edits: [{ start, end, text }] }];
}

function parameterOf({ arguments: args }: Draw, name: string, position: number): Expression | undefined {
  const positional = args[position]?.keyword === undefined ? args[position] : undefined;
  return (args.find(({ keyword }) => keyword?.name === name) ?? positional)?.value;
}

const factorSymbols: ReadonlySet<string> = new Set(['*', '/', '@', '^', '**']);

/** True if an expression needs no parentheses before `*`. */
function isFactor(expression: Expression): boolean {
  return expression.kind === 'binary' ? factorSymbols.has(expression.symbol) : expression.kind !== 'not';
}
