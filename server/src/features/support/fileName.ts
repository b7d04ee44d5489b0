/** The display name of a file. */

export function fileNameOf(uri: string): string {
  const name = /[^/:]*$/.exec(uri)![0];
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
