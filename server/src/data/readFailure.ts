/** The failure to read a binary file. */

/** Why the bytes can't be read, as the end of a sentence: `net.safetensors can't be read: …`. */
export interface ReadFailure {
  readonly failure: string;
}

export function isReadFailure(result: object): result is ReadFailure {
  return 'failure' in result;
}
