/** The notices of bundled libraries: name, version and license of each, as their licenses require. */
import type { BundledLibrary } from './bundledLibraries.ts';

const introduction = 'Backprop Lens contains these libraries. Each is followed by its license.';

export function renderNotices(libraries: readonly BundledLibrary[]): string {
  const notices = libraries.map(({ name, version, licenseText }) => `${name} ${version}\n\n${licenseText}`);
  return [introduction, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`);
}
