/** The message that starts the server in VS Code for the web, before the Language Server Protocol begins. */

export interface BootMessage {
  /** The URL of the engine's code, from which the server starts workers. */
  readonly engineUrl: string;
}
