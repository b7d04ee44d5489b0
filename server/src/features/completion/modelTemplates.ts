/** Templates of whole models that can be trained. */

import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver';
import type { Candidate } from './candidate.ts';

interface ModelTemplate {
  readonly name: string;
  readonly doc: () => string;
  readonly text: string;
}

export const modelTemplates: readonly ModelTemplate[] = [
  {
    name: 'lesson',
    doc: () => l10n.t('The chain rule with three numbers.'),
    text: `param x = -2
param y = 5
param z = -4
const target = -10

q = x + y
f = q * z
loss L = (target - f)^2

train sgd(lr = 0.01)
expect ∂L/∂x ≈ 2 * (f - target) * z
`,
  },
  {
    name: 'linear regression',
    doc: () => l10n.t('Linear regression with the mean squared error.'),
    text: `data x = [1, 2, 3, 4]
data y = [3.1, 4.9, 7.2, 8.8]

param a = 0.5
param b = 0

predicted = a * x + b
loss L = mse(predicted, y)

train sgd(lr = 0.05, epochs = 200)
`,
  },
  {
    name: 'logistic regression',
    doc: () => l10n.t('Logistic regression: the probability of an outcome.'),
    text: `data hours = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4]
data passed = [0, 0, 0, 1, 0, 1, 1, 1]

param w = 0.5
param b = -1

z = w * hours + b
p = sigmoid(z)
loss L = bce_with_logits(z, passed)

train sgd(lr = 0.5, epochs = 200)
`,
  },
  {
    name: 'XOR',
    doc: () => l10n.t('XOR with a two-layer network.'),
    text: `data x = [[0, 0], [0, 1], [1, 0], [1, 1]]
data y = [0, 1, 1, 0]

h = tanh(dense(x, 8))
z = dense(h, 1)[:, 0]
p = sigmoid(z)
loss L = bce_with_logits(z, y)

train adam(lr = 0.05, epochs = 300, seed = 1)
`,
  },
  {
    name: 'classification',
    doc: () => l10n.t('Softmax regression: the class of a sample.'),
    text: `data X = [[1, 0], [0.9, 0.2], [0, 1], [0.1, 0.8], [-1, -1], [-0.8, -0.9]]
data class = [0, 0, 1, 1, 2, 2]

param W[2, 3] ~ zeros()
param b[3] ~ zeros()

logits = X @ W + b
loss L = cross_entropy(logits, class)
accuracy = mean(argmax(logits, axis = 1) == class)

train adam(lr = 0.1, epochs = 50)
`,
  },
];

/** Ranked first in an empty file and last in any other. */
export function modelCandidates(isEmpty: boolean): Candidate[] {
  return modelTemplates.map(({ name, text }, order) => ({
    label: name,
    kind: CompletionItemKind.Snippet,
    rank: isEmpty ? 'first' : 'model',
    order,
    text,
    description: l10n.t('model'),
    subject: { kind: 'model', name },
  }));
}
