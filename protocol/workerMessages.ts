/** Messages between VS Code for the web and its workers before the language server protocol starts. */

/** The first message to the server: the URL of the engine code, from which it starts workers. */
export interface EngineCode {
  readonly engine: string;
}
