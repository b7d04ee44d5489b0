/** Hovers: on any name and any sub-expression its value, its gradient, and the chain rule that made it, in numbers. */

import { type Hover, MarkupKind } from 'vscode-languageserver';
import { type Quantity, quantityOf, showQuantity, showSize } from '../display/quantity.ts';
import { adjointOf } from '../engine/differentiate.ts';
import { elementsOf } from '../engine/execute.ts';
import type { NodeId } from '../engine/program.ts';
import { showShape, sizeOf } from '../engine/shape.ts';
import { ChainRule, type Contribution } from '../explain/chainRule.ts';
import { type Labels, labelsOf } from '../explain/labels.ts';
import { sourceOf } from '../language/source.ts';
import type { Settings } from '../protocol/settings.ts';
import type { Readings } from '../snapshot/readings.ts';
import { showReading } from '../snapshot/showReading.ts';
import { type Evaluated, isEvaluated } from '../snapshot/snapshot.ts';
import type { Feature, FileView } from './feature.ts';
import { type Subject, subjectAt } from './hoverSubject.ts';
import { showTable } from './hoverTable.ts';
import { plain } from './markdown.ts';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register(connection, server) {
    connection.onHover(async ({ textDocument: { uri }, position }) => {
      const file = await server.settled(uri);
      return file ? hoverAt(file, file.snapshot.lines.offsetAt(position), server.settings) : null;
    });
  },
};

/** A node that feeds more consumers shows the first ones and how many there are. */
const mostContributions = 8;

export function hoverAt(
  { snapshot, readings }: Pick<FileView, 'snapshot' | 'readings'>,
  offset: number,
  { digits }: Pick<Settings, 'digits'>,
): Hover | null {
  const subject = subjectAt(snapshot, offset);
  if (subject === undefined) return null;
  const { lines, text } = snapshot;
  const heading = `\`\`\`bp\n${sourceOf(text, subject.source)}\n\`\`\``;
  const numbers =
    isEvaluated(snapshot) && subject.node !== undefined
      ? new NodeHover(snapshot, subject.node, digits).paragraphs()
      : [];
  const body = [...numbers, ...lastKnown(readings, subject, digits)];
  return {
    range: { start: lines.positionAt(subject.range.start), end: lines.positionAt(subject.range.end) },
    contents: { kind: MarkupKind.Markdown, value: [heading, ...body, ...subject.docs].join('\n\n') },
  };
}

/** While something has no value or no gradient, what was last read of it. */
function lastKnown({ list }: Readings, { definition }: Subject, digits: number): string[] {
  const name = definition?.name?.name;
  const reading = list.find((candidate) => candidate.kind === 'value' && candidate.name === name);
  return reading?.stale ? [plain(showReading(reading, digits))] : [];
}

class NodeHover {
  readonly #snapshot: Evaluated;
  readonly #node: NodeId;
  readonly #digits: number;
  readonly #rule: ChainRule | undefined;
  readonly #labels: Labels;

  constructor(snapshot: Evaluated, node: NodeId, digits: number) {
    this.#snapshot = snapshot;
    this.#node = node;
    this.#digits = digits;
    this.#rule = ChainRule.of(snapshot, digits);
    this.#labels = this.#rule?.labels ?? labelsOf(snapshot);
  }

  paragraphs(): string[] {
    return [this.#headline(), ...this.#tables(), ...this.#chain(), ...this.#handedOn()];
  }

  /** **q = 3** scalar · **∂L/∂q = 16**. */
  #headline(): string {
    const { program } = this.#snapshot.model;
    const shape = program.shape(this.#node);
    const label = this.#labels.get(this.#node);
    const value = this.#elementsOf(this.#node);
    const shown = showQuantity(quantityOf(value, shape), this.#digits);
    const parts = [`**${label ? `${plain(label.text)} = ` : ''}${shown}**${shape.length === 0 ? ' scalar' : ''}`];
    const gradient = this.#rule?.gradientOf(this.#node);
    if (gradient) {
      const symbol = this.#symbol();
      parts.push(`**${gradient.kind === 'scalar' ? symbol : `‖${symbol}‖`} = ${showSize(gradient, this.#digits)}**`);
    }
    return parts.join(' · ');
  }

  #tables(): string[] {
    const { program, objective } = this.#snapshot.model;
    const shape = program.shape(this.#node);
    if (shape.length === 0 || sizeOf(shape) === 0) return [];
    const adjoint = objective && adjointOf(objective.gradient, this.#node);
    const tables = [showTable(showShape(shape), this.#elementsOf(this.#node), shape, this.#digits)];
    if (adjoint !== undefined && this.#rule) {
      tables.push(showTable(this.#symbol(), this.#elementsOf(adjoint), shape, this.#digits));
    }
    return tables;
  }

  /** What each consumer sends back, and their sum. */
  #chain(): string[] {
    const gradient = this.#rule?.gradientOf(this.#node);
    const contributions = this.#rule?.contributionsTo(this.#node) ?? [];
    if (!this.#rule || !gradient || contributions.length === 0) return [];
    const symbol = this.#symbol();
    const rows = contributions
      .slice(0, mostContributions)
      .map((contribution) => this.#row(contribution, contributions.length === 1 ? symbol : ''));
    const table = ['| through | upstream × local |', '| :-- | :-- |', ...rows];
    const more = contributions.length - mostContributions;
    if (more > 0) table.push(`| … | and ${more} more |`);
    if (contributions.length > 1) table.push(`| **sum** | ${this.#sum(symbol, contributions, gradient)} |`);
    return [table.join('\n')];
  }

  #row({ consumer, label, steps, product }: Contribution, prefix: string): string {
    const { text, model } = this.#snapshot;
    const isSumOfLosses = consumer === model.objective?.gradient.root;
    const source = label
      ? sourceOf(text, label.expression ?? label.statement)
      : isSumOfLosses
        ? model.objective.label
        : model.program.operator(consumer).name;
    const result = `**${showSize(product, this.#digits)}**`;
    const equation = [prefix, ...steps.map(plain), product.kind === 'scalar' ? result : `norm ${result}`]
      .filter((part) => part !== '')
      .join(' = ');
    return `| \`${source.replaceAll('|', '\\|')}\` | ${equation} |`;
  }

  /** `∂L/∂x = 3 + 5 = 8`; norms don't add up, so a tensor's sum shows its norm alone. */
  #sum(symbol: string, contributions: readonly Contribution[], gradient: Quantity): string {
    const total = `**${showSize(gradient, this.#digits)}**`;
    if (gradient.kind === 'tensor') return `${symbol}, norm ${total}`;
    if (contributions.length > mostContributions) return `${symbol} = ${total}`;
    const terms = contributions.map(({ product }) => showSize(product, this.#digits));
    return `${symbol} = ${terms.join(' + ')} = ${total}`;
  }

  /** What the operator does to the gradient on its way to the operands. */
  #handedOn(): string[] {
    const { program, objective } = this.#snapshot.model;
    const { localRule } = program.operator(this.#node);
    const isReverse = objective !== undefined && this.#node > objective.gradient.root;
    if (localRule === undefined || isReverse) return [];
    const handovers = this.#rule?.handoversOf(this.#node) ?? [];
    const shown = handovers.map(
      ({ steps, product }) =>
        `${plain(steps.join(' = '))} → ${product.kind === 'scalar' ? '' : 'norm '}${showSize(product, this.#digits)}`,
    );
    return [shown.length === 0 ? `*${localRule}*` : `*${localRule}:* ${shown.join(', ')}`];
  }

  /** `∂L/∂q`. */
  #symbol(): string {
    return plain(this.#rule?.symbolOf(this.#node) ?? '');
  }

  #elementsOf(node: NodeId): Float64Array {
    return elementsOf(this.#snapshot.model.program, this.#snapshot.evaluation.values, node);
  }
}
