/** The settings under `backprop.` that the server reads, with the values it uses where a client has none. */

/** Where the numbers are shown: in a lens over each statement, or in columns behind the code. */
export type Display = 'lens' | 'lineEnd';

export interface Settings {
  readonly display: Display;
  /** Significant digits of a displayed number, 2 to 17. */
  readonly digits: number;
}

export const defaultSettings: Settings = { display: 'lens', digits: 4 };
