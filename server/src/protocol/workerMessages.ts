/** Messages between the workers of a host without processes, before the language server protocol starts. */

/** The first message to the server: the URL of the engine code, from which it starts workers. */
export interface EngineCode {
  readonly engine: string;
}
