/** Problems, pushed as diagnostics. */

import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Problem, Severity } from '../language/problems.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type Feature, sent } from './feature.ts';

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
      sent(connection.sendDiagnostics({ uri, version: snapshot.version, diagnostics: diagnosticsOf(snapshot) }));
    });
    server.onClosed((uri) => sent(connection.sendDiagnostics({ uri, diagnostics: [] })));
  },
};

export function diagnosticsOf({ problems, lines }: Snapshot): Diagnostic[] {
  const shown = problems.length > most ? [...problems].sort(errorsFirst).slice(0, most) : problems;
  return shown.map(({ code, severity, message, start, end }) => ({
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
    severity: severities[severity],
    source: 'backprop',
    code,
    message,
  }));
}

function errorsFirst(a: Problem, b: Problem): number {
  return severities[a.severity] - severities[b.severity];
}
