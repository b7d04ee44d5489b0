/** Indices of the arguments that codegen passes to the optimizer kernels at each step. Both languages compile this file. */

/** The length of the longest list. */
export const maxOptimizerArgs = 9;

export const sgdRate = 0;
export const sgdMomentum = 1;
export const sgdNesterov = 2;
export const sgdDecay = 3;

/** `lr / (1 − beta1ᵗ)` at step t. */
export const adamRate = 0;
/** `√(1 − beta2ᵗ)` at step t. */
export const adamCorrection = 1;
export const adamEps = 2;
export const adamBeta1 = 3;
export const adamOneMinusBeta1 = 4;
export const adamBeta2 = 5;
export const adamOneMinusBeta2 = 6;
/** Weight decay added to the gradient: that of Adam. */
export const adamDecay = 7;
/** Factor of the previous value, by which AdamW decays it. */
export const adamValueScale = 8;

export const rmspropRate = 0;
export const rmspropAlpha = 1;
export const rmspropOneMinusAlpha = 2;
export const rmspropEps = 3;
export const rmspropMomentum = 4;
export const rmspropDecay = 5;
