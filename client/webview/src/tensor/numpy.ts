/** A tensor as NumPy source. */

import { sizeOf } from './elements.ts';

const lineLength = 100;

/**
 * `W = np.array([[1.0, 2.0], [3.0, 4.0]])` with all digits, so that NumPy reads the same float64 numbers.
 * @param name becomes the variable if it is a Python identifier.
 */
export function toNumPy(name: string | null, elements: Float64Array, shape: readonly number[]): string {
  const variable = name !== null && /^[A-Za-z_]\w*$/.test(name) ? `${name} = ` : '';
  // A list can't express the other lengths of an empty array.
  if (elements.length === 0) return `${variable}np.zeros((${shape.map((length) => `${length},`).join(' ')}))`;
  const open = `${variable}np.array(`;
  return `${open}${formatAxis(elements, shape, 0, 0, ' '.repeat(open.length))})`;
}

function formatAxis(
  elements: Float64Array,
  shape: readonly number[],
  axis: number,
  start: number,
  indent: string,
): string {
  if (axis === shape.length) return formatElement(elements[start]!);
  const stride = sizeOf(shape.slice(axis + 1));
  const parts = Array.from({ length: shape[axis]! }, (_, index) =>
    formatAxis(elements, shape, axis + 1, start + index * stride, `${indent} `),
  );
  if (axis === shape.length - 1) return `[${wrapped(parts, `${indent} `)}]`;
  return `[${parts.join(`,\n${indent} `)}]`;
}

/** The parts of a row in lines of limited length. */
function wrapped(parts: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const [index, part] of parts.entries()) {
    const next = index < parts.length - 1 ? `${part}, ` : part;
    if (line !== '' && indent.length + line.length + next.length > lineLength) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += next;
  }
  return [...lines, line].join(`\n${indent}`);
}

/** JavaScript and Python write the shortest digits that read back as the same number. */
function formatElement(element: number): string {
  if (Number.isNaN(element)) return 'np.nan';
  if (!Number.isFinite(element)) return element > 0 ? 'np.inf' : '-np.inf';
  if (Object.is(element, -0)) return '-0.0';
  const text = String(element);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
