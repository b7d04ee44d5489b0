/** Types of the platform features the engine uses, which browsers and Node share. */

declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports: object);
    readonly exports: object;
  }
  class Memory {
    /** In pages of 64 KiB. */
    constructor(size: { initial: number });
    readonly buffer: ArrayBuffer;
    /** Adds pages. @throws RangeError */
    grow(pages: number): number;
  }
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

declare function atob(base64: string): string;
