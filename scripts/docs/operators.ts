/** The page of operators: how each is written, what it computes, and what it does to the gradient. */
import type { Operator } from '../../server/src/engine/ir/operator.ts';
import { operatorSignature } from '../../server/src/language/lowering/operatorCall.ts';
import { showSignature } from '../../server/src/language/names/bindArguments.ts';
import { nn } from '../../server/src/language/names/nn.ts';
import { domains } from './domains.ts';
import { code, generatedFrom, page, table } from './markdown.ts';
import { operatorGroups } from './operatorGroups.ts';

const introduction = `Operators act on tensors of any shape, and where two shapes differ they broadcast, as in NumPy. What stands behind a
\`=\` may be left out. \`axis\` is a whole number, negative to count from the last axis, or a list of them. Subgradients are PyTorch's.`;

const binding = `From loosest to tightest: comparisons, \`+ -\`, \`* / @\`, the sign \`-\`, \`^\` (which binds to the right and is typed \`**\` too),
calls, indices and \`.T\`. So \`-x^2\` is \`-(x^2)\`.`;

const gradients = `\`∂L/∂x\`, also written \`grad(L, x)\`, is the gradient of a scalar: an expression like any other. It may stand in a node or in a
loss, and may be differentiated again.`;

const library = 'These functions are in scope in every file. They are written in the language itself:';

export function operatorsPage(): string {
  return page([
    generatedFrom('server/src/engine/operators/table.ts'),
    '# Operators',
    introduction,
    binding,
    ...operatorGroups.flatMap(({ title, operators }) => [
      `## ${title}`,
      ...(title === 'Gradients' ? [gradients] : []),
      table(['written', 'computes', 'has a value', 'on the way back', 'example'], operators.map(rowOf)),
    ]),
    '## Layers',
    library,
    `\`\`\`bp\n${nn}\`\`\``,
  ]);
}

function rowOf(operator: Operator): readonly string[] {
  const { doc, localRule = '', example } = operator;
  return [
    formsOf(operator).map(code).join(', '),
    doc,
    domainOf(operator),
    localRule,
    example === undefined ? '' : code(example),
  ];
}

/** Where it has a value; empty where it has one everywhere. */
function domainOf({ name, hasNone }: Operator): string {
  return domains[name]?.text ?? (hasNone === undefined ? '' : `not ${hasNone}`);
}

/** As a symbol, as a call, or both; an index has neither. */
function formsOf(operator: Operator): readonly string[] {
  const { symbol, call } = operator;
  const forms = [
    ...(symbol
      ? [{ infix: `a ${symbol.text} b`, prefix: `${symbol.text}a`, postfix: `a${symbol.text}` }[symbol.kind]]
      : []),
    ...(call ? [showSignature(operatorSignature(operator))] : []),
  ];
  return forms.length === 0 ? ['a[i, from:to:step]'] : forms;
}
