/** The numbers of `bp eval`, formatted as the views display them. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { defaultSettings } from '../../../protocol/editor/settings.ts';
import { dist } from '../../../scripts/paths.ts';
import { formatNumber } from '../../../server/src/display/numbers.ts';
import { formatMagnitude, formatQuantity, formatSpread, quantityOf } from '../../../server/src/display/quantity.ts';

export interface Numbers {
  readonly value: string | null;
  readonly gradient: string | null;
}

/** A number, or nested lists of them. */
type Elements = number | readonly Elements[];

interface Report {
  readonly name: string;
  readonly shape: readonly number[];
  readonly value: Elements;
  readonly grad: Elements | null;
}

/** The numbers of every named node, by name. */
export function evaluated(file: string): Promise<Readonly<Record<string, Numbers>>> {
  return formatted(file, formatNumbers);
}

/** Like `evaluated`, with the elements of small tensors. */
export function evaluatedElements(file: string): Promise<Readonly<Record<string, Numbers>>> {
  return formatted(file, (node) => (flat(node.value).length <= 6 ? formatElements(node) : formatNumbers(node)));
}

async function formatted(file: string, format: (node: Report) => Numbers): Promise<Readonly<Record<string, Numbers>>> {
  const { nodes }: { readonly nodes: readonly Report[] } = JSON.parse(await bpEval(file));
  return Object.fromEntries(nodes.map((node) => [node.name, format(node)]));
}

/** The output of `bp eval`, of any length; failed expectations of the file are ignored. */
function bpEval(file: string): Promise<string> {
  const program = [join(dist, 'bp.js'), 'eval', file, '--json'];
  const maxBuffer = Number.POSITIVE_INFINITY;
  return new Promise((resolve) =>
    execFile(process.execPath, program, { maxBuffer }, (_error, output) => resolve(output)),
  );
}

function formatNumbers({ shape, value, grad }: Report): Numbers {
  const { digits } = defaultSettings;
  const quantity = (elements: Elements) => quantityOf(Float64Array.from(flat(elements)), shape);
  const summary = quantity(value);
  return {
    value: summary.kind === 'scalar' ? formatQuantity(summary, digits) : formatSpread(summary, digits),
    gradient: grad === null ? null : formatMagnitude(quantity(grad), digits),
  };
}

/** `[[0.5, −0.6], [0.4, −0.3]]`. */
function formatElements({ value, grad }: Report): Numbers {
  return { value: nested(value), gradient: grad === null ? null : nested(grad) };
}

function nested(elements: Elements): string {
  return typeof elements === 'number'
    ? formatNumber(elements, defaultSettings.digits)
    : `[${elements.map(nested).join(', ')}]`;
}

function flat(elements: Elements): readonly number[] {
  return typeof elements === 'number' ? [elements] : elements.flatMap(flat);
}
