/** What the kernels ask of whoever runs them. */

/** Computes in TypeScript what has no kernel, by the number that it has there. */
@external("host", "computeInJs")
export declare function computeInJs(operation: i32): void;

/** JavaScript's functions. */
@external("host", "sin")
export declare function sin64(x: f64): f64;
@external("host", "cos")
export declare function cos64(x: f64): f64;
@external("host", "tan")
export declare function tan64(x: f64): f64;
@external("host", "asin")
export declare function asin64(x: f64): f64;
@external("host", "acos")
export declare function acos64(x: f64): f64;
@external("host", "atan")
export declare function atan64(x: f64): f64;
@external("host", "sinh")
export declare function sinh64(x: f64): f64;
@external("host", "cosh")
export declare function cosh64(x: f64): f64;
@external("host", "pow")
export declare function pow64(base: f64, exponent: f64): f64;
