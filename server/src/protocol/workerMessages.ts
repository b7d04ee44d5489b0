/** What is said between the workers of a host without processes, before the protocol of the editor begins. */

/** The first message to the server: where the code of the engine is, of which it starts workers. */
export interface EngineCode {
  readonly engine: string;
}
