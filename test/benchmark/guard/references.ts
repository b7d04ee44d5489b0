/** Reference loops in plain JavaScript that the guard compares workloads with. Never optimize them. */

const size = 4_096;
const numbers = Float64Array.from({ length: size }, (_, i) => Math.sin(i));
const operands = Int32Array.from({ length: 2 * size }, (_, i) => (i * 7_919) % size);
const results = new Float64Array(size);

/** Scalar arithmetic with indices from a list. */
export function stepThrough(times: number): void {
  for (let time = 0; time < times; time++) {
    for (let i = 0; i < size; i++) {
      const a = numbers[operands[2 * i]];
      const b = numbers[operands[2 * i + 1]];
      results[i] = i % 2 === 0 ? a * b : a + b;
    }
  }
}

const side = 48;
const [left, right, product] = [1, 2, 3].map((seed) =>
  Float64Array.from({ length: side * side }, (_, i) => (i * seed) % 7),
);

/** A matrix product in three loops. */
export function multiply(times: number): void {
  for (let time = 0; time < times; time++) {
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        let sum = 0;
        for (let k = 0; k < side; k++) sum += left[row * side + k] * right[k * side + column];
        product[row * side + column] = sum;
      }
    }
  }
}

const text = JSON.stringify(
  Array.from({ length: 200 }, (_, i) => ({
    line: i,
    name: `h${i}`,
    value: Math.sin(i).toPrecision(4),
    shape: [i, i + 1],
  })),
);

/** Text to objects, numbers to text, and objects to text again. */
export function readAndWrite(times: number): void {
  for (let time = 0; time < times; time++) {
    const rows: { line: number; value: string; words?: string[] }[] = JSON.parse(text);
    for (const row of rows) {
      row.value = (Number(row.value) + 1).toPrecision(4);
      row.words = `${row.line} ${row.value}`.split(' ');
    }
    JSON.stringify(rows);
  }
}
