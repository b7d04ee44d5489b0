/** Problems, pushed as diagnostics. */

import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { editorSeverityOf, type Problem } from '../../language/problems/problems.ts';
import type { Severity } from '../../language/problems/row.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { fireAndForget } from '../support/fireAndForget.ts';
import { toEditorRange } from '../support/positions.ts';

/** More are of no use, and a file of 200,000 broken lines would stall the editor. Errors come first. */
const maxDiagnostics = 1_000;

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

export const diagnostics: Feature = {
  capabilities: {},
  register(connection, { client, documents }) {
    documents.onPublished(({ uri, snapshot }) => {
      const diagnostics = diagnosticsOf(snapshot, client.problemPages);
      fireAndForget(connection.sendDiagnostics({ uri, version: snapshot.version, diagnostics }));
    });
    documents.onClosed((uri) => fireAndForget(connection.sendDiagnostics({ uri, diagnostics: [] })));
  },
};

/** @param problemPages base address of the pages that codes link to; absent if the client shows no links. */
export function diagnosticsOf({ problems, lines }: Snapshot, problemPages?: string): Diagnostic[] {
  const shown =
    problems.length > maxDiagnostics ? [...problems].sort(compareSeverity).slice(0, maxDiagnostics) : problems;
  return shown.map((problem) => ({
    range: toEditorRange({ lines }, problem),
    severity: severityOf(problem),
    source: 'backprop',
    code: problem.code,
    ...(problemPages !== undefined && { codeDescription: { href: `${problemPages}${problem.code}.md` } }),
    message: problem.message,
  }));
}

function compareSeverity(a: Problem, b: Problem): number {
  return severityOf(a) - severityOf(b);
}

function severityOf(problem: Problem): DiagnosticSeverity {
  return severities[editorSeverityOf(problem)];
}
