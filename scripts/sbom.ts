/**
 * The software bill of materials: the bundled libraries in the format CycloneDX 1.6. It has no time and no serial
 * number, so that equal builds are equal. https://cyclonedx.org/docs/1.6/json/
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundledLibrary } from './bundledLibraries.ts';
import { root } from './paths.ts';

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

export async function renderSbom(libraries: readonly BundledLibrary[]): Promise<string> {
  const { publisher, name, version, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const { packages }: Lockfile = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const product = `${publisher}.${name}@${version}`;
  const sbom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': product, publisher, name, version, licenses: licensesOf(license) },
    },
    components: libraries.map((library) => componentOf(library, packages[library.path]?.integrity)),
    dependencies: [{ ref: product, dependsOn: libraries.map(purlOf) }],
  };
  return `${JSON.stringify(sbom, undefined, 2)}\n`;
}

/** @param integrity the digests of the lockfile, in the form `sha512-<base64> …`. */
function componentOf(library: BundledLibrary, integrity: string | undefined): object {
  const { name, version, license } = library;
  const purl = purlOf(library);
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    ...(integrity && { hashes: integrity.split(' ').map(hashOf) }),
    licenses: licensesOf(license),
    purl,
  };
}

function hashOf(digest: string): object {
  const [, bits, base64] = /^sha(\d+)-(.*)$/.exec(digest)!;
  return { alg: `SHA-${bits}`, content: Buffer.from(base64, 'base64').toString('hex') };
}

/** @param license an SPDX identifier or expression. */
function licensesOf(license: string): readonly object[] {
  return /[ ()]/.test(license) ? [{ expression: license }] : [{ license: { id: license } }];
}

/** The package URL, in which the `@` of a scope is escaped. */
function purlOf({ name, version }: BundledLibrary): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
