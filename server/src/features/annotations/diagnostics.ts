/** Problems, pushed as diagnostics. */

import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Problem, Severity } from '../../language/problems/problems.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { type Feature, sent } from '../feature.ts';
import { rangeIn } from '../positions.ts';

/** More than these help nobody, and a file of 200,000 broken lines would stall the editor. Errors come first. */
const most = 1_000;

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
};

export const diagnostics: Feature = {
  capabilities: {},
  register(connection, server) {
    server.onSettled(({ uri, snapshot }) => {
      const diagnostics = diagnosticsOf(snapshot, server.problemPages);
      sent(connection.sendDiagnostics({ uri, version: snapshot.version, diagnostics }));
    });
    server.onClosed((uri) => sent(connection.sendDiagnostics({ uri, diagnostics: [] })));
  },
};

/** @param pages where the code leads to, if to anywhere. */
export function diagnosticsOf({ problems, lines }: Snapshot, pages?: string): Diagnostic[] {
  const shown = problems.length > most ? [...problems].sort(errorsFirst).slice(0, most) : problems;
  return shown.map(({ code, severity, message, start, end }) => ({
    range: rangeIn({ lines }, { start, end }),
    severity: severities[severity],
    source: 'backprop',
    code,
    ...(pages !== undefined && { codeDescription: { href: `${pages}${code}.md` } }),
    message,
  }));
}

function errorsFirst(a: Problem, b: Problem): number {
  return severities[a.severity] - severities[b.severity];
}
