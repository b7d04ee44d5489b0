/**
 * Constants and polynomial coefficients of the elementary functions in 64 bits. TypeScript and AssemblyScript compile
 * this file, so that both compute the same bits.
 */

export const log2e = Math.LOG2E;
/** ln 2 = head + tail; the head has trailing zero bits, so that k · head is exact for every exponent k. */
export const ln2Head = 0.6931471803691238;
export const ln2Tail = 1.9082149292705877e-10;

/** 1.5 · 2^52. x + roundingMagic has the nearest integer to x (ties to even) in its low bits; subtracting it again leaves the integer. */
export const roundingMagic = 6755399441055744.0;

/** exp(x) is ∞ above the first, 0 below the second, and expm1(x) is −1 below the third. */
export const maxExpArgument = 710;
export const minExpArgument = -746;
export const minExpm1Argument = -50;
/** tanh(x) rounds to 1 from here on. */
export const tanhSaturation = 22;

/** (exp(r) − 1 − r) / r² ≈ Σ expCoefficient_k · r^k for |r| ≤ ½ ln 2. Minimax: exp(r) − 1 is off by at most 2^−55.6. */
export const expCoefficient0 = 0.5000000000000006;
export const expCoefficient1 = 0.16666666666666685;
export const expCoefficient2 = 0.04166666666657362;
export const expCoefficient3 = 0.008333333333314602;
export const expCoefficient4 = 0.0013888888932379736;
export const expCoefficient5 = 0.0001984126990300641;
export const expCoefficient6 = 2.480150444489012e-5;
export const expCoefficient7 = 2.755722797625949e-6;
export const expCoefficient8 = 2.7626326928031953e-7;
export const expCoefficient9 = 2.5114465893037694e-8;

/** (h / tanh(h) − 1) / h² ≈ Σ tanhCoefficient_k · h^2k for |h| ≤ ¼ ln 2. Minimax: h / tanh(h) is off by at most 2^−60. */
export const tanhCoefficient0 = 0.33333333333333204;
export const tanhCoefficient1 = -0.02222222222161242;
export const tanhCoefficient2 = 0.002116402022874224;
export const tanhCoefficient3 = -0.00021163394920068734;
export const tanhCoefficient4 = 2.1187277093330142e-5;

/** The high word of √½; log scales numbers to the interval from √½ to √2. */
export const sqrtHalfHighWord = 0x3fe6a09e;

/**
 * (log((1 + s) / (1 − s)) − 2s) / s ≈ Σ logCoefficient_k · s^2k for 0 ≤ s ≤ 0.1716, with an error of at most 2^−58.45. From
 * FreeBSD's msun (e_log.c, Sun Microsystems 1993: freely granted).
 */
export const logCoefficient1 = 0.6666666666666735;
export const logCoefficient2 = 0.3999999999940942;
export const logCoefficient3 = 0.2857142874366239;
export const logCoefficient4 = 0.22222198432149784;
export const logCoefficient5 = 0.1818357216161805;
export const logCoefficient6 = 0.15313837699209373;
export const logCoefficient7 = 0.14798198605116586;

/** 2 / π, and ½π = head + middle + tail; n · head and n · middle are exact for the quarter turns n of angles up to `maxAngle`. */
export const twoOverPi = 0.6366197723675814;
export const halfPiHead = 1.5707963267341256;
export const halfPiMiddle = 6.077100506303966e-11;
export const halfPiTail = 2.0222662487959506e-21;

/** The largest angle for which the products above are exact. */
export const maxAngle = 100000;

/**
 * (sin(r) − r) / r³ ≈ Σ sinCoefficient_k · r^(2k − 2) and (cos(r) − 1 + ½r²) / r⁴ ≈ Σ cosCoefficient_k · r^(2k − 2) for
 * |r| ≤ ¼π, to 2^−58. From FreeBSD's msun (k_sin.c and k_cos.c).
 */
export const sinCoefficient1 = -0.16666666666666632;
export const sinCoefficient2 = 0.00833333333332249;
export const sinCoefficient3 = -0.0001984126982985795;
export const sinCoefficient4 = 2.7557313707070068e-6;
export const sinCoefficient5 = -2.5050760253406863e-8;
export const sinCoefficient6 = 1.58969099521155e-10;
export const cosCoefficient1 = 0.0416666666666666;
export const cosCoefficient2 = -0.001388888888887411;
export const cosCoefficient3 = 2.480158728947673e-5;
export const cosCoefficient4 = -2.7557314351390663e-7;
export const cosCoefficient5 = 2.087572321298175e-9;
export const cosCoefficient6 = -1.1359647557788195e-11;
