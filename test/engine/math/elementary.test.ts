/** Elementary functions: accuracy, exact special cases, and identical bits for vectors and scalars in 64 bits. */
import { describe, expect, test } from 'vitest';
import type { ElementwiseOperator } from '../../../server/src/engine/ir/operator.ts';
import { Random } from '../../../server/src/engine/math/random.ts';
import { logicalNot } from '../../../server/src/engine/operators/elementwise/logic.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { tensorOpcodes } from '../../../server/src/engine/runtime/wasm/codegen/elementwise.ts';
import { fusedElementwiseInstruction } from '../../../server/src/engine/runtime/wasm/codegen/fusedElementwise.ts';
import { wasmKernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { WasmInstance } from '../../../server/src/engine/runtime/wasm/wasmInstance.ts';
import { ulpsBetween } from '../../support/oracles/ulps.ts';

const codes = [...tensorOpcodes].flatMap(([operator, code]) =>
  operator.kind === 'elementwise' && operator.forward.length === 1 && operator !== logicalNot
    ? [[operator.name, code] as const]
    : [],
);

/** Values computed to 90 digits and rounded. */
const known: Record<string, readonly (readonly [x: number, y: number])[]> = {
  exp: [
    [1e-10, 1.0000000001],
    [0.1, 1.1051709180756477],
    [0.3465, 1.4141094938303624],
    [0.3467, 1.414392344013204],
    [1.5, 4.4816890703380645],
    [-1, 0.36787944117144233],
    [-2.5, 0.0820849986238988],
    [10, 22026.465794806718],
    [-20, 2.061153622438558e-9],
    [100, 2.6881171418161356e43],
    [-300, 5.148200222412013e-131],
    [700, 1.0142320547350045e304],
    [709.7, 1.6549840276802644e308],
    [-708.3, 2.450295530965988e-308],
    [-740, 4.2e-322],
  ],
  expm1: [
    [1e-300, 1e-300],
    [1e-10, 1.00000000005e-10],
    [-1e-5, -9.999950000166666e-6],
    [0.1, 0.10517091807564763],
    [-0.1, -0.09516258196404043],
    [0.3467, 0.41439234401320396],
    [0.35, 0.41906754859325723],
    [-0.395, -0.3263199607511324],
    [1, 1.7182818284590453],
    [-1, -0.6321205588285577],
    [5, 147.4131591025766],
    [-10, -0.9999546000702375],
    [-36, -0.9999999999999998],
    [40, 2.3538526683702e17],
    [709, 8.218407461554972e307],
  ],
  log: [
    [1e-300, -690.7755278982137],
    [1e-310, -713.8013788281542],
    [0.15, -1.8971199848858813],
    [0.3, -1.2039728043259361],
    [0.7065, -0.3474320768575549],
    [0.7085, -0.3446052198514019],
    [0.9999, -0.00010000500033334732],
    [1.0001, 9.999500033329732e-5],
    [1.413, 0.3457151037023904],
    [1.4148, 0.34698817834918855],
    [3, 1.0986122886681098],
    [11, 2.3978952727983707],
    [10000000000.0, 23.025850929940457],
    [1e300, 690.7755278982137],
  ],
  log1p: [
    [1e-300, 1e-300],
    [1e-16, 1e-16],
    [1e-10, 9.999999999500001e-11],
    [-1e-10, -1.00000000005e-10],
    [0.1, 0.09531017980432487],
    [-0.1, -0.10536051565782631],
    [-0.2929, -0.3465831803719419],
    [-0.2928, -0.3464417676587034],
    [0.4142, 0.3465640001880034],
    [0.4143, 0.3466347090443171],
    [-0.999, -6.907755278982136],
    [2, 1.0986122886681098],
    [3, 1.3862943611198906],
    [10000000000.0, 23.025850930040455],
    [1e300, 690.7755278982137],
  ],
  tanh: [
    [1e-300, 1e-300],
    [1e-10, 1e-10],
    [0.0155, 0.015498758827609864],
    [0.1, 0.09966799462495582],
    [0.173, 0.17129450888475706],
    [0.174, 0.17226500051259905],
    [0.55, 0.5005202111902353],
    [1, 0.7615941559557649],
    [2, 0.9640275800758169],
    [5, 0.9999092042625951],
    [10, 0.9999999958776927],
    [18, 0.9999999999999996],
    [19.5, 1.0],
  ],
  sigmoid: [
    [1e-10, 0.500000000025],
    [0.1, 0.52497918747894],
    [-0.1, 0.47502081252106],
    [1, 0.7310585786300049],
    [-1, 0.2689414213699951],
    [-4.15, 0.015519756578408888],
    [5, 0.9933071490757152],
    [-20, 2.0611536181902037e-9],
    [36, 0.9999999999999998],
    [-40, 4.248354255291589e-18],
    [-700, 9.85967654375977e-305],
    [-745, 5e-324],
  ],
  sin: [
    [1e-300, 1e-300],
    [0.1, 0.09983341664682815],
    [0.75, 0.6816387600233341],
    [0.8, 0.7173560908995228],
    [1.6, 0.9995736030415051],
    [-2.4, -0.675463180551151],
    [3.2, -0.058374143427580086],
    [Math.PI, 1.2246467991473532e-16],
    [6.25, -0.03317921654755682],
    [100, -0.5063656411097588],
    [-1000.5, -0.9952739571052135],
    [99999.5, 0.5104916150747798],
    [100000.5, -0.4477465716572126],
    [1e300, -0.8178819121159085],
  ],
  cos: [
    [1e-10, 1.0],
    [0.1, 0.9950041652780258],
    [0.75, 0.7316888688738209],
    [0.8, 0.6967067093471654],
    [Math.PI / 2, 6.123233995736766e-17],
    [-2.4, -0.7373937155412454],
    [3.2, -0.9982947757947531],
    [6.25, 0.9994494182244994],
    [100, 0.8623188722876839],
    [-1000.5, 0.09710690144438526],
    [99999.5, -0.8598827309222711],
    [100000.5, -0.8941605043666447],
    [1e300, -0.5753861119575491],
  ],
};

function plain(name: string): (x: number) => number {
  const { forward } = operators.find((operator) => operator.name === name) as ElementwiseOperator;
  return (x) => forward(x, 0, 0);
}

/** Inputs at which functions bend, saturate, overflow or end. */
const edges = [
  [0, 1, 0.5, 2, 3, 20, 22, 40, 708, 709.5, 709.79, 710, 720, 744.5, 745.2, 746, 1e300, Infinity],
  [5e-324, 1e-310, 2 ** -1022, 1e-300, 1e-20, 2 ** -53, 2 ** -28, 1e-9, 0.34657, 0.34658, 0.84375, 1.25, 1 / 0.35, 6],
  [
    1 - 2 ** -53,
    1 + 2 ** -52,
    Math.SQRT1_2,
    Math.SQRT2,
    Math.PI / 4,
    Math.PI / 2,
    Math.PI,
    1e5,
    100000.1,
    2 ** 52,
    2 ** 53 + 2,
    Number.MAX_VALUE,
  ],
].flat();
const signed = [...edges, ...edges.map((x) => -x), Number.NaN];

const count = 1 << 15;

/** Numbers of every kind: of all bits, of all sizes, in the range of exp, and at edges. */
function samples(seed: number): Float64Array {
  const stream = new Random(seed, 'samples');
  const random = (): number => stream.uniform();
  const values = new Float64Array(count);
  const bits = new BigUint64Array(values.buffer);
  const kinds = [
    (index: number) => {
      bits[index] = (BigInt(Math.floor(random() * 2 ** 32)) << 32n) | BigInt(Math.floor(random() * 2 ** 32));
    },
    (index: number) => {
      values[index] = (random() - 0.5) * 10 ** (6 * random() - 3);
    },
    (index: number) => {
      values[index] = (random() - 0.5) * 1500;
    },
    (index: number) => {
      values[index] = signed[Math.floor(random() * signed.length)];
    },
  ];
  for (let index = 0; index < count; index++) kinds[index % kinds.length](index);
  return values;
}

class Bench {
  readonly #machine = new WasmInstance(wasmKernels()!, () => undefined);
  readonly #code = this.#machine.allocate(128);
  readonly #x = this.#machine.allocate(8 * count);
  readonly #y = this.#machine.allocate(8 * count);

  apply64(code: number, x: Float64Array): Float64Array {
    new Float64Array(this.#machine.buffer, this.#x).set(x);
    this.#machine.run64(this.#code, this.#instruct(code, x));
    return new Float64Array(this.#machine.buffer, this.#y, x.length).slice();
  }

  apply32(code: number, x: Float32Array): Float32Array {
    new Float32Array(this.#machine.buffer, this.#x).set(x);
    this.#machine.run32(this.#code, this.#instruct(code, x));
    return new Float32Array(this.#machine.buffer, this.#y, x.length).slice();
  }

  #instruct(code: number, x: Float64Array | Float32Array): number {
    const operands = [this.#x, this.#y].map((address) => ({ layout: 'full', address }) as const);
    const step = { opcode: code, operands: [0], output: 1 };
    const matrix = { rows: 1, columns: x.length };
    const [opcode, ...values] = fusedElementwiseInstruction(matrix, operands, [step], () => 0);
    const words = [opcode, values.length + 2, ...values];
    new Int32Array(this.#machine.buffer, this.#code).set(words);
    return this.#code + 4 * words.length;
  }
}

describe.each(codes)('%s on vectors', (name, code) => {
  const bench = new Bench();

  test('has the bits of the scalar function', () => {
    const f = plain(name);
    for (let seed = 0; seed < 4; seed++) {
      const x = samples(seed).subarray(seed);
      const y = bench.apply64(code, x);
      const different = x.filter((value, index) => !Object.is(f(value), y[index]));
      expect([...different.subarray(0, 5)]).toEqual([]);
    }
  });

  test('has the accuracy of 32-bit floats', () => {
    const f = plain(name);
    for (const length of [1, 2, 3, 4, 1023]) {
      const x = Float32Array.from({ length }, (_, index) => 8 * Math.sin(1 + index));
      bench.apply32(code, x).forEach((y, index) => {
        const expected = Math.fround(f(x[index]));
        const near = Math.abs(y - expected) <= 2 ** -21 * Math.abs(expected) || Object.is(y, expected);
        expect(near, `${name}(${x[index]}) = ${expected}, not ${y}`).toBe(true);
      });
    }
  });
});

describe.each(Object.entries(known))('%s', (name, pairs) => {
  test.each(pairs)('is right to 2 ulp at %d', (x, expected) => {
    expect(ulpsBetween(plain(name)(x), expected)).toBeLessThanOrEqual(2n);
  });
});

test.each([
  ['exp', 0, 1],
  ['exp', -0, 1],
  ['exp', -Infinity, 0],
  ['exp', Infinity, Infinity],
  ['exp', 709.79, Infinity],
  ['exp', -745.2, 0],
  ['exp', -745.1, 5e-324],
  ['expm1', -0, -0],
  ['expm1', 5e-324, 5e-324],
  ['expm1', -Infinity, -1],
  ['expm1', Infinity, Infinity],
  ['log', 1, 0],
  ['log', -0, -Infinity],
  ['log', -1, Number.NaN],
  ['log', Infinity, Infinity],
  ['log1p', -0, -0],
  ['log1p', 5e-324, 5e-324],
  ['log1p', -1, -Infinity],
  ['log1p', -2, Number.NaN],
  ['log1p', Infinity, Infinity],
  ['sin', -0, -0],
  ['cos', 0, 1],
  ['sin', Infinity, Number.NaN],
  ['tanh', -0, -0],
  ['tanh', 5e-324, 5e-324],
  ['tanh', 25, 1],
  ['tanh', -Infinity, -1],
  ['sigmoid', 0, 0.5],
  ['sigmoid', -Infinity, 0],
  ['sigmoid', Infinity, 1],
  ['sigmoid', -745.1, 5e-324],
] as const)('%s of %d is exactly %d', (name, x, y) => {
  expect(plain(name)(x)).toBe(y);
});

test.each(['exp', 'expm1', 'log1p', 'tanh', 'sigmoid'])('%s never decreases near 0', (name) => {
  const f = plain(name);
  let last = Number.NEGATIVE_INFINITY;
  for (let step = -4000; step <= 4000; step++) {
    const y = f(step * 1e-4 + step * 2 ** -60);
    expect(y).toBeGreaterThanOrEqual(last);
    last = y;
  }
});

test('every function of NaN is NaN', () => {
  for (const [name] of codes) expect(plain(name)(Number.NaN), name).toBeNaN();
});
