/**
 * The error function to within 1 ulp, by W. J. Cody's rational approximations as arranged in FreeBSD's msun (s_erf.c,
 * Sun Microsystems 1993: freely granted). It is written here because the packages that carry it bring a hundred others.
 */

const efx8 = 1.0270333367641007;
const small = {
  numerator: [
    0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442, -2.3763016656650163e-5,
  ],
  denominator: [
    1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164, -3.960228278775368e-6,
  ],
};
const nearOneValue = 0.8450629115104675;
const nearOne = {
  numerator: [
    -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175, -0.11089469428239668,
    0.035478304325618236, -0.002166375594868791,
  ],
  denominator: [
    1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164, 0.01363708391202905,
    0.011984499846799107,
  ],
};
const middle = {
  numerator: [
    -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006, -162.39666946257347,
    -184.60509290671104, -81.2874355063066, -9.814329344169145,
  ],
  denominator: [
    1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679, 429.00814002756783,
    108.63500554177944, 6.570249770319282, -0.0604244152148581,
  ],
};
const tail = {
  numerator: [
    -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192, -637.5664433683896,
    -1025.0951316110772, -483.5191916086514,
  ],
  denominator: [
    1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955, 2553.0504064331644,
    474.52854120695537, -22.44095244658582,
  ],
};

export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const magnitude = Math.abs(x);
  if (magnitude < 0.84375) return nearZero(x, magnitude);
  return x < 0 ? -positive(magnitude) : positive(magnitude);
}

function nearZero(x: number, magnitude: number): number {
  if (magnitude < 2 ** -28) return 0.125 * (8 * x + efx8 * x);
  return x + x * ratio(small, x * x);
}

function positive(x: number): number {
  if (x < 1.25) return nearOneValue + ratio(nearOne, x - 1);
  if (x >= 6) return 1;
  const quotient = ratio(x < 1 / 0.35 ? middle : tail, 1 / (x * x));
  const z = withoutLowWord(x);
  const complement = Math.exp(-z * z - 0.5625) * Math.exp((z - x) * (z + x) + quotient);
  return 1 - complement / x;
}

interface Rational {
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
}

function ratio({ numerator, denominator }: Rational, at: number): number {
  return polynomial(numerator, at) / polynomial(denominator, at);
}

function polynomial(coefficients: readonly number[], at: number): number {
  let value = 0;
  for (let power = coefficients.length - 1; power >= 0; power--) value = value * at + coefficients[power];
  return value;
}

const word = new Float64Array(1);
const halves = new Uint32Array(word.buffer);
word[0] = 1;
const lowHalf = halves[0] === 0 ? 0 : 1;

/** The number with the lower 32 bits cleared, so that its square is exact. */
function withoutLowWord(x: number): number {
  word[0] = x;
  halves[lowHalf] = 0;
  return word[0];
}
