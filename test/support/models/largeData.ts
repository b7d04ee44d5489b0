/** A model over so many samples that an editor evaluates the first of them. Its data are whole numbers, which scripts compute too. */

import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { emptyContext, type LoweringContext } from '../../../server/src/language/lowering/context.ts';
import { analyze, type EvaluatedSnapshot, type Snapshot } from '../../../server/src/snapshot/snapshot.ts';
import { withValues } from '../../../server/src/snapshot/withValues.ts';
import { filesOf } from './memoryFiles.ts';

export const rowCount = 4000;
const columnCount = 8;

const rows = Array.from({ length: rowCount }, (_, row) =>
  [...Array.from({ length: columnCount }, (_, column) => (row * 37 + column * 11) % 101), (row * 7) % 13].join(','),
);

/** Columns `a` to `h`, and `t`. */
export const largeCsv = ['a,b,c,d,e,f,g,h,t', ...rows].join('\n');
export const largeFiles = filesOf({ 'x.csv': largeCsv });

export const inputs = `data X = csv("x.csv", columns = ["a", "b", "c", "d", "e", "f", "g", "h"])
data y = csv("x.csv", columns = ["t"])
`;

export const largeModel = `${inputs}const n = size(X, 0)
const Z = (X - mean(X, axis = 0)) / std(X, axis = 0)
param W[8, 256] ~ glorot()
param b[256] ~ zeros()
param v[256] ~ normal(0, 0.1)
h = tanh(Z @ W + b)
rows = size(h, 0)
loss L = mean((h @ v - y / 10)^2) + sum(v^2) / n
`;

/** The same in Python: `model(R)` is the loss over some rows. */
export const largeModelScript = (params: readonly (readonly number[])[]): string => `
import json, torch
torch.set_default_dtype(torch.float64)
i = torch.arange(${rowCount})
X = ((i[:, None] * 37 + torch.arange(${columnCount}) * 11) % 101).double()
y = ((i * 7) % 13).double()
Z = (X - X.mean(0)) / X.std(0, unbiased=False)
W, b, v = [torch.tensor(p).double() for p in json.loads('${JSON.stringify(params)}')]
W = W.reshape(8, 256)
params = [p.requires_grad_() for p in (W, b, v)]
model = lambda R: ((torch.tanh(Z[R] @ W + b) @ v - y[R] / 10) ** 2).mean() + (v ** 2).sum() / ${rowCount}
`;

/** As in an editor. */
export const liveContext: LoweringContext = { ...emptyContext, files: largeFiles, isLive: true };

export function analyzedLive(text: string, previous?: Snapshot): Snapshot {
  return analyze(text, 0, liveContext, previous);
}

export function evaluatedLive(text: string, context: LoweringContext = liveContext): EvaluatedSnapshot {
  const snapshot = analyze(text, 0, context);
  return withValues(snapshot, new Execution(snapshot.model.program).run());
}
