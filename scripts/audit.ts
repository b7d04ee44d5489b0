/**
 * Known vulnerabilities: `npm run audit` prints what `npm audit` finds. Fails if a bundled library has a high or
 * critical one, but not if the registry can't be asked.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dist, root } from './paths.ts';

/** In milliseconds. */
const timeLimit = 20_000;

/** The part of npm's report that is used: https://docs.npmjs.com/cli/commands/npm-audit. */
interface AuditReport {
  readonly vulnerabilities?: Readonly<Record<string, { readonly name: string; readonly severity: string }>>;
  readonly message?: string;
}

export interface Verdict {
  readonly summary: string;
  readonly isAcceptable: boolean;
}

/** @param report the output of `npm audit --json`. @param bundledNames the names of the bundled libraries. */
export function judgeAudit(report: string, bundledNames: ReadonlySet<string>): Verdict {
  const { vulnerabilities, message } = parseReport(report);
  if (vulnerabilities === undefined) {
    return { summary: `npm audit: not checked, ${message ?? 'the registry did not answer'}`, isAcceptable: true };
  }
  const found = Object.values(vulnerabilities);
  const severe = found.filter(({ name, severity }) => bundledNames.has(name) && /^(high|critical)$/.test(severity));
  const lines = [
    `npm audit: ${found.length} vulnerable packages, ${severe.length} of them bundled and of high severity`,
    ...severe.map(({ name, severity }) => `${name}: ${severity}; update it, see npm audit`),
  ];
  return { summary: lines.join('\n'), isAcceptable: severe.length === 0 };
}

function parseReport(report: string): AuditReport {
  try {
    return JSON.parse(report);
  } catch {
    return {};
  }
}

/** Empty if npm does not answer in time. It also exits with an error when it finds something. */
function askNpm(): Promise<string> {
  const options = { cwd: root, timeout: timeLimit, maxBuffer: Number.POSITIVE_INFINITY };
  return new Promise((resolve) => {
    execFile('npm', ['audit', '--json', '--fetch-timeout=5000', '--fetch-retries=0'], options, (_, report) =>
      resolve(report),
    );
  });
}

if (import.meta.main) {
  const sbom = JSON.parse(await readFile(join(dist, 'sbom.cdx.json'), 'utf8'));
  const bundledNames = new Set<string>(sbom.components.map(({ name }: { readonly name: string }) => name));
  const { summary, isAcceptable } = judgeAudit(await askNpm(), bundledNames);
  console.log(summary);
  process.exitCode = isAcceptable ? 0 : 1;
}
