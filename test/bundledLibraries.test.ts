/** The libraries that are passed on with the extension: notices, bill of materials, and known vulnerabilities. */

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { judgeAudit } from '../scripts/audit.ts';
import { bundleExtension } from '../scripts/build.ts';
import { bundledLibraries } from '../scripts/bundledLibraries.ts';
import { renderNotices } from '../scripts/notices.ts';
import { renderSbom } from '../scripts/sbom.ts';

interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly dependsOn: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses: readonly [{ readonly expression?: string; readonly license?: { readonly id: string } }];
}

const manifestOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8'));

let libraries: Awaited<ReturnType<typeof bundledLibraries>>;

beforeAll(async () => {
  libraries = await bundledLibraries(await bundleExtension({ write: false }));
});

test('the bill of materials has each library of the notices, with version, license and digest', async () => {
  const notices = renderNotices(libraries);
  const sbom: Sbom = JSON.parse(await renderSbom(libraries));
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });

  const noticed = Array.from(notices.matchAll(/^-{80}\n\n(\S+) (\S+)$/gm), ([, name, version]) => ({ name, version }));
  expect(noticed.map(({ name }) => name)).toEqual(expect.arrayContaining(['react', 'uplot', 'vscode-languageserver']));
  expect(sbom.components.map(({ name, version }) => ({ name, version }))).toEqual(noticed);
  for (const { name, version, licenses, hashes, purl } of sbom.components) {
    expect(licenses[0].expression ?? licenses[0].license?.id).toBe(manifestOf(name).license);
    expect(hashes[0]).toEqual({ alg: 'SHA-512', content: expect.stringMatching(/^[\da-f]{128}$/) });
    expect(decodeURIComponent(purl)).toBe(`pkg:npm/${name}@${version}`);
  }
  expect(sbom.dependencies[0].dependsOn).toEqual(sbom.components.map((component) => component['bom-ref']));
});

describe('an audit', () => {
  const bundled = new Set(['react']);
  const reportOf = (name: string, severity: string): string =>
    JSON.stringify({ auditReportVersion: 2, vulnerabilities: { [name]: { name, severity } } });

  test.each([
    ['a high severity in a bundled library', reportOf('react', 'high'), false],
    ['a critical severity in a bundled library', reportOf('react', 'critical'), false],
    ['a moderate severity in a bundled library', reportOf('react', 'moderate'), true],
    ['a high severity in a tool', reportOf('mocha', 'high'), true],
    ['nothing', JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} }), true],
    ['an error of the registry', JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 }), true],
    ['no output', '', true],
  ])('with %s', (_, report, isAcceptable) => {
    expect(judgeAudit(report, bundled).isAcceptable).toBe(isAcceptable);
  });
});

/** What CycloneDX 1.6 requires of the parts of a bill of materials that this one has. https://cyclonedx.org/docs/1.6/json/ */
test('the bill of materials keeps to its format', async () => {
  const sbom = JSON.parse(await renderSbom(libraries));
  const keys = ['$schema', 'bomFormat', 'components', 'dependencies', 'metadata', 'specVersion', 'version'];
  expect(Object.keys(sbom).toSorted()).toEqual(keys);
  expect(sbom.$schema).toBe('http://cyclonedx.org/schema/bom-1.6.schema.json');
  const components = [sbom.metadata.component, ...sbom.components];
  const known = ['type', 'bom-ref', 'publisher', 'name', 'version', 'hashes', 'licenses', 'purl'];
  for (const component of components) {
    expect(known).toEqual(expect.arrayContaining(Object.keys(component)));
    expect(['application', 'library']).toContain(component.type);
    expect([component['bom-ref'], component.name, component.version].every((text) => text.length > 0)).toBe(true);
    // One expression, or any number of licenses by identifier.
    for (const entry of component.licenses) {
      if (component.licenses.length > 1) expect(entry.expression).toBeUndefined();
      expect(entry.expression ?? entry.license.id).toMatch(/^[\w.+() -]+$/);
      expect(entry.expression === undefined).toBe(entry.license !== undefined);
    }
  }
  const references = components.map((component) => component['bom-ref']);
  expect(new Set(references).size).toBe(references.length);
  for (const { ref, dependsOn } of sbom.dependencies) {
    expect(references).toEqual(expect.arrayContaining([ref, ...dependsOn]));
    expect(new Set(dependsOn).size).toBe(dependsOn.length);
  }
});
