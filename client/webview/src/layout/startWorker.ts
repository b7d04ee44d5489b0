/** Starts workers from a script of the extension: a page of VS Code may not start one from there, but from a blob of its own. */

/** Fetches the script once; what is returned starts a worker from it. */
export async function workerStarter(address: string): Promise<() => Worker> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The layout's script can't be loaded: ${response.status} ${response.statusText}.`);
  const blob = URL.createObjectURL(await response.blob());
  return () => new Worker(blob);
}
