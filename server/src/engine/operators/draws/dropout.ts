/** Dropout, with a mask determined by the seed and the draw. */

import * as l10n from '@vscode/l10n';
import type { Attributes } from '../../ir/operator.ts';
import { formatShape } from '../../ir/shape.ts';
import { Random } from '../../math/random.ts';
import { identity } from '../identities.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';

const defaultRate = 0.5;

export const dropout = tensorOperator({
  name: 'dropout',
  call: {
    name: 'dropout',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'rate', kind: 'number', default: defaultRate },
      { name: 'draw', kind: 'operand', default: 0 },
      { name: 'seed', kind: 'integer', canBeNegative: true },
    ],
  },
  doc: 'In training sets each element to 0 with probability `rate` and multiplies the others by 1 / (1 − `rate`), which preserves the mean; every step draws again. In evaluation it is `x`.',
  example: 'dropout(h, rate = 0.2)',
  gradientDoc:
    'dropout blocks the gradient where it dropped the element, and multiplies it by 1 / (1 − rate) elsewhere',
  shape: ([x, draw], { rate = defaultRate }) => {
    if (!(rate >= 0 && rate < 1))
      return { mismatch: l10n.t`dropout: the rate must be a number from 0 to less than 1, not ${rate}` };
    return draw.length === 0 ? x : { mismatch: l10n.t`dropout: draw must be a scalar, not ${formatShape(draw)}` };
  },
  forward: ([x, [draw]], output, _, attributes) => {
    const { rate, seed } = dropoutParameters(attributes);
    const random = new Random(seed, `dropout ${draw}`);
    const scale = 1 / (1 - rate);
    for (let i = 0; i < x.length; i++) output[i] = x[i] * (random.uniform() < rate ? 0 : scale);
  },
  vjp: [(p, g, [, draw], out) => p.add(dropout, [g, draw], dropoutParameters(p.attributes(out))), null],
  inEvaluationMode: (p, [x]) => p.add(identity, [x]),
  sampleIntervals: [realSamples, realSamples],
  // PyTorch's mask differs.
  torch: ([x], attributes) => `torch.nn.functional.dropout(${x}, p=${dropoutParameters(attributes).rate})`,
  torchInModes: ([x], attributes) =>
    `torch.nn.functional.dropout(${x}, p=${dropoutParameters(attributes).rate}, training=training)`,
});

function dropoutParameters({ rate = defaultRate, seed = 0 }: Attributes) {
  return { rate, seed };
}
