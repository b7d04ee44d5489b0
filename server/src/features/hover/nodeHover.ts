/** The numbers of a hover: value and gradient of a node, its chain rule, and the params that a call created. */

import * as l10n from '@vscode/l10n';
import type { ColorTheme } from '../../../../protocol/editor/hoverPictures.ts';
import { allParts } from '../../display/displayOptions.ts';
import { nodeQuantity } from '../../display/nodeQuantity.ts';
import {
  formatGradient,
  formatQuantity,
  formatWithoutBars,
  gradientSymbol,
  isShownAsNorm,
  isWrittenOut,
  type Quantity,
  showBars,
} from '../../display/quantity.ts';
import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { formatShape, sizeOf } from '../../engine/ir/shape.ts';
import { elementsOf } from '../../engine/ir/values.ts';
import { ChainRule, type Contribution } from '../../explain/chainRule.ts';
import { type Label, type Labels, labelsOf, rangeOfLabel } from '../../explain/labels.ts';
import { enclosingCall, type Param, recurrenceAt, type StackedSteps } from '../../language/lowering/model.ts';
import { excerptOf } from '../../language/text/excerpt.ts';
import { truncate } from '../../language/text/truncate.ts';
import { NodeSources } from '../../snapshot/nodeSources.ts';
import type { EvaluatedSnapshot } from '../../snapshot/snapshot.ts';
import { escapeMarkdown } from '../support/markdown.ts';
import { hasPicture, tensorPicture } from './picture/tensorPicture.ts';
import { formatTensorTable } from './tensorTable.ts';

/** Further consumers, params of a call, or classes are only counted. */
const maxContributions = 8;
/** A longer recurrence shows its first and last steps. */
const maxSteps = 8;
const maxParams = 8;
const maxClasses = 10;

export interface NodeHoverParts {
  /** False where all elements can be viewed beside the hover. */
  readonly hasElements: boolean;
  /** The theme of a client that shows pictures; without it there are tables. */
  readonly pictureTheme?: ColorTheme | undefined;
}

/** `histogram ▁▃▇▅▂`. */
function labeledBars(quantity: Quantity): readonly string[] {
  if (quantity.kind === 'scalar' || isWrittenOut(quantity) || quantity.bars.length === 0) return [];
  return [l10n.t`histogram ${showBars(quantity.bars)}`];
}

export class NodeHover {
  readonly #snapshot: EvaluatedSnapshot;
  readonly #node: NodeId;
  readonly #digits: number;
  readonly #rule: ChainRule | undefined;
  readonly #labels: Labels;
  readonly #name: string | undefined;
  readonly #isInBody: boolean;
  #sources: NodeSources | undefined;

  /**
   * @param name local name of the node, if it may differ from the name elsewhere.
   * @param isInBody whether the cursor is inside a function.
   */
  constructor(snapshot: EvaluatedSnapshot, node: NodeId, name: string | undefined, isInBody: boolean, digits: number) {
    this.#snapshot = snapshot;
    this.#node = node;
    this.#name = name;
    this.#isInBody = isInBody;
    this.#digits = digits;
    this.#rule = ChainRule.of(snapshot, digits);
    this.#labels = this.#rule?.labels ?? labelsOf(snapshot);
  }

  /** The label of the node; undefined if it has none. */
  get label(): Label | undefined {
    return this.#labels.get(this.#node);
  }

  /** @param createdParams params to list. */
  paragraphs(createdParams: readonly Param[], parts: NodeHoverParts): string[] {
    return [
      this.#headline(),
      ...this.#classes(),
      ...this.#stepTable(),
      ...this.#chainRuleTable(),
      ...this.#gradientLines(),
      ...(parts.hasElements ? this.#elements(parts.pictureTheme) : []),
      ...this.#params(createdParams),
    ];
  }

  /** **q = 3** scalar · **∂L/∂q = 16**; inside a function **x = q = 3** if the argument has a name. */
  #headline(): string {
    const { program } = this.#snapshot.model;
    const shape = program.shape(this.#node);
    const label = this.label?.text;
    const names = [...new Set([this.#name, label])].map((name) =>
      name === undefined ? '' : `${escapeMarkdown(name)} = `,
    );
    const quantity = this.#quantityOf(this.#node);
    const shownValue = formatWithoutBars(quantity, { digits: this.#digits, show: allParts });
    const value = `**${names.join('')}${shownValue}**`;
    const parts = [shape.length === 0 ? l10n.t`${value} scalar` : value, ...labeledBars(quantity)];
    const gradient = this.#gradientOf(this.#node);
    if (gradient) parts.push(`**${gradient}**`);
    return parts.join(' · ');
  }

  /** The classes of data that were read from a file, a paragraph for each column: species: 0 = setosa, 1 = versicolor. */
  #classes(): string[] {
    const data = this.#snapshot.model.data.find(({ node }) => node === this.#node);
    return (data?.columns ?? []).flatMap(({ name, classes }) => {
      if (classes === undefined) return [];
      const listed = classes.slice(0, maxClasses).map((text, index) => `${index} = ${truncate(text)}`);
      if (classes.length > maxClasses) listed.push(l10n.t`and ${classes.length - maxClasses} more`);
      return [escapeMarkdown(`${truncate(name)}: ${listed.join(', ')}`)];
    });
  }

  /** `∂L/∂q = 16`, or for a larger tensor the norm, `‖∂L/∂h‖ = 0.2`. */
  #gradientOf(node: NodeId): string | undefined {
    const gradient = this.#rule?.gradientOf(node);
    if (!this.#rule || !gradient) return undefined;
    const symbol = escapeMarkdown(this.#rule.symbolOf(node));
    return `${gradientSymbol(symbol, gradient)} = ${formatGradient(gradient, this.#digits)}`;
  }

  /** A picture, or tables. */
  #elements(pictureTheme: ColorTheme | undefined): readonly string[] {
    const { program, objective } = this.#snapshot.model;
    const shape = program.shape(this.#node);
    const rule = this.#rule;
    const adjoint = objective && rule && adjointOf(objective.backwardPass, this.#node);
    const value = this.#elementsOf(this.#node);
    const gradient = adjoint === undefined ? undefined : this.#elementsOf(adjoint);
    if (pictureTheme !== undefined && hasPicture(shape)) {
      const name = this.#name ?? this.label?.text ?? l10n.t('value');
      const tensors = [{ title: name, elements: value }];
      if (gradient && rule) tensors.push({ title: rule.symbolOf(this.#node), elements: gradient });
      return tensorPicture(tensors, shape, pictureTheme, this.#digits);
    }
    if (shape.length === 0 || sizeOf(shape) === 0 || isWrittenOut(this.#quantityOf(this.#node))) return [];
    const tables = [formatTensorTable(formatShape(shape), value, shape, this.#digits)];
    if (gradient) tables.push(formatTensorTable(this.#symbol(), gradient, shape, this.#digits));
    return tables;
  }

  /** The steps of a recurrence with their gradients. */
  #stepTable(): string[] {
    const recurrence = this.#recurrence;
    if (recurrence === undefined) return [];
    const { steps } = recurrence;
    const row = (step: number): string => {
      const value = formatQuantity(this.#quantityOf(steps[step]), this.#digits);
      return `| ${step} | ${value} | ${this.#gradientOf(steps[step]) ?? ''} |`;
    };
    const isLong = steps.length > maxSteps;
    const first = Array.from({ length: isLong ? maxSteps / 2 : steps.length }, (_, step) => row(step));
    const last = Array.from({ length: isLong ? maxSteps / 2 : 0 }, (_, i) => row(steps.length - maxSteps / 2 + i));
    const head = `| ${l10n.t('step')} | ${l10n.t('value')} | ${l10n.t('gradient')} |`;
    const table = [head, '| --: | :-- | :-- |', ...first, ...(isLong ? ['| … | | |'] : []), ...last];
    const sentence = l10n.t('The gradient of a step includes what flows back from the steps after it.');
    return [table.join('\n'), ...(this.#rule?.gradientOf(this.#node) ? [`*${sentence}*`] : [])];
  }

  get #recurrence(): StackedSteps | undefined {
    return recurrenceAt(this.#snapshot.model, this.#node);
  }

  /** Contributions of the consumers to the gradient, and their sum; not for a recurrence, whose steps have consumers of their own. */
  #chainRuleTable(): string[] {
    if (this.#recurrence) return [];
    const gradient = this.#rule?.gradientOf(this.#node);
    const contributions = this.#rule?.contributionsTo(this.#node) ?? [];
    if (!this.#rule || !gradient || contributions.length === 0) return [];
    const symbol = this.#symbol();
    const rows = contributions
      .slice(0, maxContributions)
      .map((contribution) => this.#row(contribution, contributions.length === 1 ? symbol : ''));
    const table = [`| ${l10n.t('through')} | ${l10n.t('upstream × local')} |`, '| :-- | :-- |', ...rows];
    const remaining = contributions.length - maxContributions;
    if (remaining > 0) table.push(`| … | ${l10n.t`and ${remaining} more`} |`);
    if (contributions.length > 1)
      table.push(`| **${l10n.t('sum')}** | ${this.#sum(symbol, contributions, gradient)} |`);
    return [table.join('\n')];
  }

  #row({ consumer, label, steps, product }: Contribution, prefix: string): string {
    const source = label ? excerptOf(this.#snapshot.text, rangeOfLabel(label)) : this.#sourceOf(consumer);
    const result = `**${formatGradient(product, this.#digits)}**`;
    const equation = [prefix, ...steps.map(escapeMarkdown), isShownAsNorm(product) ? l10n.t`norm ${result}` : result]
      .filter((part) => part !== '')
      .join(' = ');
    return `| \`${source.replaceAll('|', '\\|')}\` | ${equation} |`;
  }

  /** The source of a node without a label: the sum of all losses, or a subexpression. */
  #sourceOf(node: NodeId): string {
    const { objective, program } = this.#snapshot.model;
    if (objective && node === objective.backwardPass.root) return objective.label;
    this.#sources ??= new NodeSources(this.#snapshot);
    const expression = this.#sources.expressionOf(node);
    return expression ? this.#sources.sourceOf(expression) : program.operator(node).name;
  }

  /** `∂L/∂x = 3 + 5 = 8`. Norms do not add up, so for a larger tensor only the norm of the sum is shown. */
  #sum(symbol: string, contributions: readonly Contribution[], gradient: Quantity): string {
    const total = `**${formatGradient(gradient, this.#digits)}**`;
    if (isShownAsNorm(gradient)) return l10n.t`${symbol}, norm ${total}`;
    if (contributions.length > maxContributions) return `${symbol} = ${total}`;
    const terms = contributions.map(({ product }) => formatGradient(product, this.#digits));
    return `${symbol} = ${terms.join(' + ')} = ${total}`;
  }

  /** The local gradients of the operator, applied to the upstream gradient. */
  #gradientLines(): string[] {
    const { model } = this.#snapshot;
    if (this.#recurrence) return [];
    const { gradientDoc } = model.program.operator(this.#node);
    const isInBackwardPass = model.objective !== undefined && this.#node > model.objective.backwardPass.root;
    // Outside a function its inlined operators are hidden, as are those of an argument inside the function.
    const isInlined = enclosingCall(model, this.#node) !== undefined;
    if (gradientDoc === undefined || isInBackwardPass || isInlined !== this.#isInBody) return [];
    const handovers = this.#rule?.contributionsFrom(this.#node) ?? [];
    const sentence = l10n.t(gradientDoc);
    const shownHandovers = handovers.map(({ steps, product }) => {
      const result = formatGradient(product, this.#digits);
      return `${escapeMarkdown(steps.join(' = '))} → ${isShownAsNorm(product) ? l10n.t`norm ${result}` : result}`;
    });
    return [shownHandovers.length === 0 ? `*${sentence}*` : `*${sentence}:* ${shownHandovers.join(', ')}`];
  }

  /** `∂L/∂q`. */
  #symbol(): string {
    return escapeMarkdown(this.#rule?.symbolOf(this.#node) ?? '');
  }

  #quantityOf(node: NodeId): Quantity {
    return nodeQuantity(this.#snapshot.model.program, this.#snapshot.evaluation.values, node);
  }

  #elementsOf(node: NodeId): Float64Array {
    return elementsOf(this.#snapshot.model.program, this.#snapshot.evaluation.values, node);
  }

  /** Rows of the params that a call created. */
  #params(params: readonly Param[]): string[] {
    if (params.length === 0) return [];
    const rows = params.slice(0, maxParams).map(({ name, node }) => {
      const value = formatQuantity(this.#quantityOf(node), this.#digits);
      return `| ${escapeMarkdown(truncate(name))} | ${value} | ${this.#gradientOf(node) ?? ''} |`;
    });
    const remaining = params.length - maxParams;
    const head = `| param | ${l10n.t('value')} | ${l10n.t('gradient')} |`;
    const table = [head, '| :-- | :-- | :-- |', ...rows];
    return [[...table, ...(remaining > 0 ? [`| … | ${l10n.t`and ${remaining} more`} | |`] : [])].join('\n')];
  }
}
