/** Names in messages, shortened. */

/** More are left out. */
const maxNames = 10;

export function listNames(names: readonly string[]): string {
  return [...names.slice(0, maxNames), ...(names.length > maxNames ? ['…'] : [])].join(', ');
}
