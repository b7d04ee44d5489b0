/** The training page: schedule, optimizers and initializers, from their tables. */

import { clippingTable } from '../../server/src/engine/training/clipping.ts';
import { counterTable } from '../../server/src/engine/training/counters.ts';
import { initializers } from '../../server/src/engine/training/initializers.ts';
import { type Optimizer, optimizers, ranges } from '../../server/src/engine/training/optimizers.ts';
import { defaultPlan, trainSettings } from '../../server/src/language/lowering/statements/trainingPlan.ts';
import { formatSignature } from '../../server/src/language/names/calls/bindArguments.ts';
import { generatedNotice, inlineCode, page, table } from './markdown.ts';

const introduction = `\`train adam(lr = 0.01, batch = 32, epochs = 20, seed = 1)\` names the optimizer with its hyperparameters, and the schedule.
Without the statement it is \`train ${defaultPlan.optimizer.name}()\` on all samples.`;

const schedules = [
  '## Schedules of hyperparameters',
  `A hyperparameter may be any expression of consts, data and params, and in the arguments of \`train\` three more names have a value:`,
  table(
    ['name', 'value'],
    counterTable.map(({ name, doc }) => [inlineCode(name), doc]),
  ),
  `Without data or without \`batch\` every step is an epoch. \`steps\` needs \`epochs\`. If the file defines one of the names itself, its definition is used.`,
  table(
    ['schedule', 'written'],
    [
      ['linear, to 0', '`lr = 0.01 * (1 - step / steps)`'],
      ['cosine', '`lr = 0.01 * (0.5 + 0.5 * cos(3.141592653589793 * step / steps))`'],
      ['warm-up over 100 steps', '`lr = 0.01 * min(1, (step + 1) / 100)`'],
      ['halved every 10 epochs', '`lr = 0.01 * 0.5^floor(epoch / 10)`'],
    ],
  ),
  `The numbers are those of PyTorch's \`LambdaLR\`. Lenses show the update at the rate of the next step; the hover of \`lr\` shows the rate at the next, the middle and
the last step of a run. A scheduled \`lr\` may be 0, and one that is negative at the next or the last step is a [problem](problems/out-of-range.md).

Steps are counted over all runs, so training in parts is the same as in one go. A run with \`steps\` in its hyperparameters ends where its schedule ends, even if
it starts partway: after 400 of 1,000 steps it takes 600. In another run after that \`steps\` is 2,000, so a linear schedule continues at half the rate. The panel shows the rate of the next step. A learning
rate that is typed there replaces the schedule for its session, until it is cleared.`,
];

const clippingSection = [
  '## Clipping of gradients',
  `Any optimizer can clip the gradients of a step, before weight decay. Both settings may be [schedules](#schedules-of-hyperparameters).`,
  table(
    ['setting', 'values', 'meaning', 'in PyTorch'],
    clippingTable.map(({ name, range, doc, torch }) => [
      inlineCode(name),
      ranges[range].requirement,
      doc,
      inlineCode(torch),
    ]),
  ),
  `The gradients that lenses, hovers and the plot of gradient norms show are not clipped; the updates after \`→\` are.`,
];

const frozenSection = [
  '## Frozen params',
  `\`train adam(lr = 0.1) for net, out.W\` trains the params that are named, and leaves all others as they are, as PyTorch does with params that an optimizer is not given. A name stands for
a param, or for a statement and all params that its calls create; \`net.h1\` stands for those of the call \`h1\` within. Without \`for\` all are trained.

Frozen params have a gradient, but no update after \`→\`, and do not count in \`clip_norm\`. The running statistics of \`batch_norm\` follow the mini-batches in any case.`,
];

const condition = [
  '## Ending a run by a condition',
  `\`until = L < 1e-3\` ends a run at the end of the first epoch after which L, over all training samples, is less than 0.001. Any scalar may be the condition, such as
\`until = accuracy >= 0.99\` or \`until = L < 1e-3 or epoch >= 50\`; it holds if it is not 0. It is computed in training mode with the params after the epoch, so it is about the values that lenses
show for all samples. Without \`batch\` every step is an epoch.

The condition is never checked before the first step, so a run takes at least an epoch. If it never holds, the run ends after \`epochs\`, and without them after 10,000 steps. It holds for \`bp train\`, Train and
the panel; a single step does not depend on it.`,
];

const miniBatches = [
  '## Mini-batches',
  `With \`batch = 32\` each step uses 32 samples, and the last one of an epoch those that are left. An epoch uses every training sample once, in an
order that the seed determines; with \`shuffle = 0\` in the order of the file.`,
  table(
    ['statement', 'in a mini-batch'],
    [
      ['`data`', 'has the rows of the samples; all `data` have the same samples'],
      ['`param`', 'is the same; a param with the number of samples in its shape fits no mini-batch'],
      [
        '`const`',
        'has the value that lenses show: `mean(X, axis = 0)` is the mean of the data, `size(X, 0)` the number of all samples; with a row for each sample, it has the rows of the batch',
      ],
      [
        'node, `loss`',
        'is computed from the batch: `mean(x)` is a mean of the batch, `size(x, 0)` the number of its samples',
      ],
    ],
  ),
  `A penalty that counts once for all samples is therefore divided by a const, and a mean over the samples of a step belongs in a node. Lenses and hovers show
all samples as one batch, or [the first of them](#samples-of-large-data). A model that does not fit one of its mini-batches has a [problem](problems/batch-mismatch.md).

A const in the body of a function follows the same rule in each call. With \`const m = mean(x, axis = 0)\` in its body, \`centered(X)\` subtracts the mean of all
samples of \`X\`; \`const n = size(x, 0)\` counts all samples, and the node \`n = size(x, 0)\` those of the batch. Only a const whose value changes with each step,
because it depends on \`dropout\`, on a [draw](language.md#draws) or on a node with \`batch_norm\`, is computed like a node.`,
];

const largeData = `## Samples of large data

With \`batch\` in its \`train\` statement, a model may have far more data than can be evaluated at each key. An editor then evaluates the first samples, as it would a mini-batch of
them, and says so in the lenses of data, losses and expectations, in hovers, in the status bar and above the graph: \`first 128 of 1,000 samples\`.

- Consts have their values over all samples: \`mean(X, axis = 0)\`, \`size(X, 0)\` and the vocabulary of a text are the same as without a sample, and so are all params.
- Nodes, losses, gradients, the updates after \`→\`, expectations and warnings about numbers are of the sample. A failed expectation names it: over all samples it may hold.
- Steps take their mini-batches from all samples. The held-out loss, the condition of \`until\` and the curves of scalars are computed on all of them too if the values fit into
  [memory](language.md#limits), else on as many of the first training samples and held-out samples as fit.

The number of samples is a power of two. It depends on the model alone, on the elements and multiplications of its program, so it is the same on every computer. \`bp\` evaluates all samples, unless
their values do not fit into memory; then it uses a sample too, and says so.

A model without \`batch\` is evaluated on all samples, and so is one that does not fit a part of them, because a param has their number in its shape or the text names a sample by its index.`;

const modes = [
  '## Random nodes',
  '[Draws](language.md#draws) such as `eps[n, 2] ~ normal()` have new numbers at each step, in both modes. The loss over all training samples or all held-out ones uses the first draw.',
  '## Training and evaluation',
  'As in PyTorch, a model has two modes, and they differ in two operators:',
  table(
    ['operator', 'in training', 'in evaluation'],
    [
      [
        '`dropout(x, rate)`',
        'sets elements to 0 and scales the others; each step has new masks, which follow the seed',
        'is `x`',
      ],
      [
        '`batch_norm(x)`',
        'uses the mean and the variance of the batch',
        'uses the running mean and the running variance',
      ],
    ],
  ),
  table(
    ['number', 'mode'],
    [
      [
        'lenses, hovers, graph, `bp eval`',
        'training, unless switched by `Backprop: Toggle Evaluation Mode`, a click on the mode in the status bar, or `--mode evaluation`',
      ],
      ['training steps and their losses', 'training'],
      [
        '`expect`, the held-out loss, curves of named scalars, the decision surface, the fit, the confusion matrix',
        'evaluation',
      ],
    ],
  ),
  `An accuracy is a node like any other: look at it in evaluation mode, or check it with \`expect\`. Evaluation mode shows no updates, as a step follows the
gradients of training.

Each training step moves the running statistics toward those of its batch, \`0.9 · running + 0.1 · batch\`, from mean 0 and variance 1 on; the running
variance is the unbiased one. A call keeps them under the name of its statement: \`h = batch_norm(x)\` has \`h.running_mean\` and
\`h.running_var\`. They are saved with the [learned params](language.md#params) in \`<file>.bp.safetensors\`, also if all params are in the text, and discarded
with them. If a function has a param of that name, the statistic has another, \`h.running_mean_2\`. In a const, where no training step computes them,
\`batch_norm\` uses the batch in both modes. So does a call written in an \`expect\`: \`expect batch_norm(x) ≈ …\` checks that of the batch, and
\`expect h ≈ …\` the one with the running statistics of \`h\`. Until a step has moved them, evaluation warns of no dead or saturated units that depend on
them, nor of gradients that vanish or explode.

A batch with one value per channel has no variance, so \`batch_norm\` refuses it in training. If the last batch of an epoch has a single sample, choose another
batch size.`,
];

const heldOutSamples = `## Held-out samples

\`holdout = 0.2\` keeps a fifth of the samples out of training. The seed chooses them, so the same samples are held out in each run. At the end of
each epoch the held-out loss is computed on them, in evaluation mode. The number of held-out samples is rounded down; if that is 0, a
[problem](problems/nothing-held-out.md) says so.

Nothing that is held out reaches training, not even through preprocessing: a statistic in a const, in data or in the initial value of a param, such as
\`mean(X, axis = 0)\`, is computed from the training samples alone, also in the body of a function.

\`\`\`bp
const mu = mean(X, axis = 0)           # of the training samples
const Z = (X - mu) / std(X, axis = 0)  # a row for every sample
\`\`\`

\`Z\` has the held-out rows too, standardized with the statistics of the training samples. The hover of such a statement says so. Normalizations over the
samples do the same: \`batch_norm(X)\`, \`layer_norm(X, axis = 0)\`, \`rms_norm(X, axis = 0)\`, \`softmax(X, axis = 0)\` and \`log_softmax(X, axis = 0)\`.

A size counts all samples: \`size(X, 0)\` does not depend on \`holdout\`. With \`const n = size(X, 0)\`, \`mean(X / n)\` is the mean of the training rows of
\`X / n\`. Only a sum over the samples that is divided by a size is divided by the number of samples that it sums, so \`sum(X) / n\` is the mean of the
training samples. The sum may have a sign and a factor, and the divisor may be computed from sizes and numbers: \`-2 * sum(y) / (n - 1)\`, \`X.T @ X / n\`,
\`sum(y) / max(n, 1)\`. In any other form, such as \`(sum(y) + 1) / n\` or \`sum(y) * (1 / n)\`, the size counts all samples.

Operations that select samples by position, such as \`X[0]\` and \`argmax(X, axis = 0)\`, see all samples. Where rows depend on other rows, as in
\`cumsum(X, axis = 0)\` and \`X @ X.T @ X\`, the training rows are computed from the training samples alone, and the held-out rows from all samples.

Where a computation moves the samples to another axis or fixes their number, what follows uses all of them: \`mean(X[::-1])\`,
\`mean(gather(X, arange(10)))\`, \`eye(size(X, 0)) @ X\`, \`conv2d\`, \`max_pool2d\` and \`avg_pool2d\` across samples. The hover of such a statistic says so, and if the
loss depends on it, there is a [problem](problems/held-out-in-training.md). \`gather\` and a range such as \`X[:10]\` select samples by position, so
they are not reported; neither are consts in functions.`;

const panelTraining = `## In the panel

**Train** in the graph panel opens a session beside the graph. It takes 10 steps a second, so that one can follow them; its menu has 1, 100, and full speed. A
run ends after the \`epochs\` of the \`train\` statement. If there are none, it ends when the loss plateaus: when its mean over the last quarter of the run, at least 25
steps, equals the mean over as many steps before, within noise; at the latest after 10,000 steps. **Run** continues from there. The history shows the model after any step, on
every view. The curve is the loss of each step, over its mini-batch and before the step; the graph and the editor show the loss over all samples, or over [the first of them](#samples-of-large-data), after it. A second
plot shows a scalar that the file names, such as its accuracy, over all training samples and over those held out, before the first step and after each epoch. It
starts with a metric: a scalar named like one, or of which the file expects a value. Its menu has the other scalars and the gradient norms of the layers. The
training changes the text only when a step is kept, and typing ends it; closing training asks whether to keep the others.`;

const resuming = [
  '## Resuming',
  `Training continues where it stopped: k epochs and then m epochs give the same params as k + m epochs in one go, bit for bit. That holds for
\`bp train --write\`, which saves at its end, and in an editor for single steps, Train, and Keep in the panel, also after the file was saved and
everything restarted. Undo of a step returns to the state before it.

A run takes \`epochs\` passes over the samples from where training is. A run that starts partway through an epoch ends at the same point of a later
epoch, so its progress counts steps: \`step 3 of 4\`, where \`bp train\` adds \`end of epoch 1\`. A run between whole epochs counts those: \`epoch 3 of 10\`.

Numbers in the text are exact. All else that the next step depends on is in \`<file>.bp.safetensors\`, beside the params that the text does not hold:

- the optimizer's state of each param as PyTorch's \`state_dict\` names it, for example \`optimizer/W/exp_avg\` and \`optimizer/W/step\`;
- the number of steps, which selects the units that dropout drops, and the numbers of [draws](language.md#draws);
- the order of the samples, and how far the epoch is.

Plain gradient descent on all samples without dropout and draws depends on the params alone, so nothing is saved for it. In Python
\`safetensors.torch.load_file\` reads the file; the params have their own names, without a slash.

The state belongs to the params that it was computed with, as when PyTorch loads a \`state_dict\`:`,
  table(
    ['what changes', 'what the next training does'],
    [
      ['hyperparameters, `epochs`, `precision`, other statements', 'continues'],
      [
        '`batch`, `shuffle`, `seed`, `holdout`, the number of samples',
        "continues with the optimizer's state, and begins an epoch in a new order",
      ],
      ['the optimizer', 'starts over at step 1 with the current params, and says so'],
      [
        'a number of a trained param; which params are trained; a shape',
        'starts over at step 1 with the current params, and says so',
      ],
      [
        'the name of a statement that calls `batch_norm`',
        'continues; the running statistics follow the name, so they start at mean 0 and variance 1',
      ],
      ['learned params are discarded', 'starts over at step 1 with the initial values'],
    ],
  ),
  `The update after \`→\` in a lens continues from the same state as the next step, over all samples.

A state that can't be read is a [problem](problems/training-state-unreadable.md); the params are used nevertheless. Running statistics that are incomplete or have an impossible
number are [another](problems/running-statistics-unusable.md), and start at mean 0 and variance 1. A param whose saved values have a NaN or an infinity
is [another](problems/learned-params-not-finite.md), and starts at its initial values. The learning rate that is set in the panel holds for
its session.`,
];

const initializerIntroduction = `The initial values of a param are written out, \`param b = 0.5\`, or drawn at random: \`param W[4, 8] ~ normal(0, 0.5)\`. They depend on the
seed and on the full name of the param, and are the same on every platform.`;

export function trainingPage(): string {
  return page([
    generatedNotice(
      'server/src/engine/training/{optimizers,initializers}.ts and server/src/language/lowering/statements/trainingPlan.ts',
    ),
    '# Training',
    introduction,
    '## Schedule',
    table(['setting', 'default', 'values', 'meaning'], trainSettings.map(scheduleRow)),
    ...schedules,
    ...clippingSection,
    ...condition,
    ...frozenSection,
    ...miniBatches,
    largeData,
    ...modes,
    heldOutSamples,
    panelTraining,
    ...resuming,
    '## Optimizers',
    ...optimizers.flatMap(optimizerSection),
    '## Initializers',
    initializerIntroduction,
    table(['written', 'draws', 'parameters', 'example'], initializers.map(initializerRow)),
  ]);
}

function scheduleRow({ name, doc, requirement: description }: (typeof trainSettings)[number]): readonly string[] {
  const defaultValue = defaultPlan.settings[name];
  return [
    inlineCode(name),
    defaultValue === undefined ? '' : inlineCode(JSON.stringify(defaultValue)),
    description,
    doc,
  ];
}

function optimizerSection({ name, doc, hyperparameters }: Optimizer): readonly string[] {
  const rows = hyperparameters.map(({ name, default: defaultValue, range, doc }) => [
    inlineCode(name),
    inlineCode(String(defaultValue)),
    ranges[range].requirement,
    doc,
  ]);
  return [`### ${name}`, doc, table(['setting', 'default', 'values', 'meaning'], rows)];
}

function initializerRow({ name, doc, example, parameters }: (typeof initializers)[number]): readonly string[] {
  const signature = { name, parameters: parameters.map((parameter) => ({ ...parameter, isRequired: false })) };
  const parameterTexts = parameters.map(({ name, doc }) => `${inlineCode(name)}: ${doc}`).join(' ');
  return [inlineCode(formatSignature(signature)), doc, parameterTexts, inlineCode(example)];
}
