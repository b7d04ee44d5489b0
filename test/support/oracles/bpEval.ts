/** The numbers of `bp eval`, formatted as the views display them. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { defaultSettings } from '../../../protocol/editor/settings.ts';
import { dist } from '../../../scripts/paths.ts';
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
export async function evaluated(file: string): Promise<Readonly<Record<string, Numbers>>> {
  const { nodes }: { readonly nodes: readonly Report[] } = JSON.parse(await bpEval(file));
  return Object.fromEntries(nodes.map((node) => [node.name, formatNumbers(node)]));
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

function flat(elements: Elements): readonly number[] {
  return typeof elements === 'number' ? [elements] : elements.flatMap(flat);
}
