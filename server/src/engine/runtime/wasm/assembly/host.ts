/** What the kernels import from JavaScript, besides the functions of `Math` that formulas call. */

/** Computes in TypeScript what has no kernel, given the number of the operation. */
@external("host", "computeInJs")
export declare function computeInJs(operation: i32): void;

@external("Math", "sin")
export declare function sin64(x: f64): f64;
@external("Math", "cos")
export declare function cos64(x: f64): f64;
@external("Math", "pow")
export declare function pow64(base: f64, exponent: f64): f64;
