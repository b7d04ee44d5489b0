/** What an editor calls a file. */

export function fileNameOf(uri: string): string {
  const name = /[^/:]*$/.exec(uri)![0];
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
