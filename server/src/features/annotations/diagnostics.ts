/** Problems, pushed as diagnostics. */

import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Problem } from '../../language/problems/problems.ts';
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
  return shown.map(({ code, severity, message, start, end }) => ({
    range: toEditorRange({ lines }, { start, end }),
    severity: severities[severity],
    source: 'backprop',
    code,
    ...(problemPages !== undefined && { codeDescription: { href: `${problemPages}${code}.md` } }),
    message,
  }));
}

function compareSeverity(a: Problem, b: Problem): number {
  return severities[a.severity] - severities[b.severity];
}
