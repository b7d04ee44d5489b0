/** What the kernels ask of whoever runs them. */

/** Computes in TypeScript what has no kernel, by the number that it has there. */
@external("host", "computePlainly")
export declare function computePlainly(operation: i32): void;
