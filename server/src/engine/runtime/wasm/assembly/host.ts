/** The kernels' imports from JavaScript, besides the functions of `Math` that formulas call. */

/** Computes an operation that has no kernel, by its number. */
@external("host", "computeInJs")
export declare function computeInJs(operation: i32): void;

@external("Math", "sin")
export declare function sin64(x: f64): f64;
@external("Math", "cos")
export declare function cos64(x: f64): f64;
@external("Math", "atan2")
export declare function atan2(y: f64, x: f64): f64;
@external("Math", "pow")
export declare function pow64(base: f64, exponent: f64): f64;
