/**
 * The error function to within 1 ulp, by W. J. Cody's rational approximations as arranged in FreeBSD's msun (s_erf.c,
 * Sun Microsystems 1993: freely granted). It is written here because the packages that carry it bring a hundred others.
 */

const efx8 = 1.02703333676410069053;
const small = {
  numerator: [1.28379167095512558561e-1, -3.25042107247001499370e-1, -2.84817495755985104766e-2, -5.77027029648944159157e-3, -2.37630166566501626084e-5],
  denominator: [1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3, 1.32494738004321644526e-4, -3.96022827877536812320e-6],
};
const nearOneValue = 8.45062911510467529297e-1;
const nearOne = {
  numerator: [-2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1, 3.18346619901161753674e-1, -1.10894694282396677476e-1, 3.54783043256182359371e-2, -2.16637559486879084300e-3],
  denominator: [1, 1.06420880400844228286e-1, 5.40397917702171048937e-1, 7.18286544141962662868e-2, 1.26171219808761642112e-1, 1.36370839120290507362e-2, 1.19844998467991074170e-2],
};
const middle = {
  numerator: [-9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1, -6.23753324503260060396e1, -1.62396669462573470355e2, -1.84605092906711035994e2, -8.12874355063065934246e1, -9.81432934416914548592],
  denominator: [1, 1.96512716674392571292e1, 1.37657754143519042600e2, 4.34565877475229228821e2, 6.45387271733267880336e2, 4.29008140027567833386e2, 1.08635005541779435134e2, 6.57024977031928170135, -6.04244152148580987438e-2],
};
const tail = {
  numerator: [-9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1, -1.60636384855821916062e2, -6.37566443368389627722e2, -1.02509513161107724954e3, -4.83519191608651397019e2],
  denominator: [1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3, 3.19985821950859553908e3, 2.55305040643316442583e3, 4.74528541206955367215e2, -2.24409524465858183362e1],
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
