/**
 * The numbers that exp and log are computed with, in 64 bits. Compiled by both languages, so that both compute the same bits.
 */

export const log2e = Math.LOG2E;
/** ln 2 in two parts: the first has so few digits that a power of two times it is exact. */
export const ln2Head = 0.6931471803691238;
export const ln2Tail = 1.9082149292705877e-10;

/** Whoever adds it and takes it away again has rounded to a whole number, ties to even; in between, that stands in the last bits. */
export const rounder = 6755399441055744.0;

/** Beyond these exp is ∞ or 0, and below the last one expm1 is −1. */
export const mostExponent = 710;
export const leastExponent = -746;
export const leastGrowth = -50;
/** From here on tanh is 1. */
export const saturation = 22;

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

/** The high word of √½: numbers are scaled to lie between that and √2. */
export const rootOfHalf = 0x3fe6a09e;

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
