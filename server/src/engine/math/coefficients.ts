/**
 * The numbers that exp and log are computed with, in 64 bits. Compiled by both languages, so that both compute the same bits.
 */

export const log2e = Math.LOG2E;
/** ln 2 in two parts: the first has so few digits that a power of two times it is exact. */
export const ln2Head = 0.6931471803691238;
export const ln2Tail = 1.9082149292705877e-10;

/** Whoever adds it and takes it away again has rounded to a whole number, ties to even; in between, that stands in the last bits. */
export const roundingMagic = 6755399441055744.0;

/** Beyond these exp is ∞ or 0, and below the last one expm1 is −1. */
export const maxExponent = 710;
export const minExponent = -746;
export const minExpm1Argument = -50;
/** From here on tanh is 1. */
export const tanhSaturation = 22;

/** (exp(r) − 1 − r) / r² for |r| ≤ ½ ln 2, by its powers: minimax, to 2^−55.6 of exp(r) − 1. */
export const exp0 = 0.5000000000000006;
export const exp1 = 0.16666666666666685;
export const exp2 = 0.04166666666657362;
export const exp3 = 0.008333333333314602;
export const exp4 = 0.0013888888932379736;
export const exp5 = 0.0001984126990300641;
export const exp6 = 2.480150444489012e-5;
export const exp7 = 2.755722797625949e-6;
export const exp8 = 2.7626326928031953e-7;
export const exp9 = 2.5114465893037694e-8;

/** (h / tanh(h) − 1) / h² for |h| ≤ ¼ ln 2, by the powers of h²: minimax, to 2^−60 of h / tanh(h). */
export const tanh0 = 0.33333333333333204;
export const tanh1 = -0.02222222222161242;
export const tanh2 = 0.002116402022874224;
export const tanh3 = -0.00021163394920068734;
export const tanh4 = 2.1187277093330142e-5;

/** The high word of √½: numbers are scaled to lie between that and √2. */
export const sqrtHalfHighWord = 0x3fe6a09e;

/**
 * (log((1 + s) / (1 − s)) − 2s) / s for 0 ≤ s ≤ 0.1716, by the powers of s²: FreeBSD's msun (e_log.c, Sun Microsystems 1993:
 * freely granted), to 2^−58.45.
 */
export const log1 = 0.6666666666666735;
export const log2 = 0.3999999999940942;
export const log3 = 0.2857142874366239;
export const log4 = 0.22222198432149784;
export const log5 = 0.1818357216161805;
export const log6 = 0.15313837699209373;
export const log7 = 0.14798198605116586;

/** 2 / π, and ½π in three parts: the first two have so few digits that a number of quarters times them is exact. */
export const twoOverPi = 0.6366197723675814;
export const halfPiHead = 1.5707963267341256;
export const halfPiMiddle = 6.077100506303966e-11;
export const halfPiTail = 2.0222662487959506e-21;

/** Beyond this there are more quarters than that. */
export const maxAngle = 100000;

/** (sin(r) − r) / r³ and (cos(r) − 1 + ½r²) / r⁴ for |r| ≤ ¼π, by the powers of r²: FreeBSD's msun (k_sin.c and k_cos.c), to 2^−58. */
export const sin1 = -0.16666666666666632;
export const sin2 = 0.00833333333332249;
export const sin3 = -0.0001984126982985795;
export const sin4 = 2.7557313707070068e-6;
export const sin5 = -2.5050760253406863e-8;
export const sin6 = 1.58969099521155e-10;
export const cos1 = 0.0416666666666666;
export const cos2 = -0.001388888888887411;
export const cos3 = 2.480158728947673e-5;
export const cos4 = -2.7557314351390663e-7;
export const cos5 = 2.087572321298175e-9;
export const cos6 = -1.1359647557788195e-11;
