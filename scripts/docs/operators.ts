/** The operators page, from the operator table. */
import type { Operator } from '../../server/src/engine/ir/operator.ts';
import { nn } from '../../server/src/language/library/built.ts';
import { operatorSignature } from '../../server/src/language/lowering/expressions/operatorCall.ts';
import { formatSignature } from '../../server/src/language/names/calls/bindArguments.ts';
import { generatedNotice, inlineCode, page, table } from './markdown.ts';
import { writableGroups } from './operatorGroups.ts';

const introduction = `Operators take tensors of any shape and broadcast as in NumPy. An argument with \`=\` may be omitted. \`axis\` is a whole number, negative to count
from the last axis, or a list of them. Subgradients are PyTorch's.`;

const precedenceText = `Precedence, from loosest to tightest: \`or\`, \`and\`, \`not\`, comparisons, \`+ -\`, \`* / % @\`, unary \`-\`, \`^\` (right-associative, also written \`**\`), calls, indices and \`.T\`.
So \`-x^2\` is \`-(x^2)\`.`;

const gradientsText = `\`∂L/∂x\`, also written \`grad(L, x)\`, is the gradient of a scalar and [an expression like any other](language.md#gradients).`;

const drawsText =
  'A distribution follows `~` in a statement of its own, with the lengths of the axes in brackets: [draws](language.md#draws).';

const libraryText = 'These functions are written in the language itself and are in scope in every file:';

export function operatorsPage(): string {
  return page([
    generatedNotice('server/src/engine/operators/table.ts'),
    '# Operators',
    introduction,
    precedenceText,
    ...writableGroups.flatMap(({ title, operators }) => [
      `## ${title}`,
      ...(title === 'Gradients' ? [gradientsText] : []),
      ...(title === 'Distributions' ? [drawsText] : []),
      table(['written', 'computes', 'domain', 'gradient', 'example'], operators.map(operatorRow)),
    ]),
    '## Layers',
    libraryText,
    `\`\`\`bp\n${nn}\`\`\``,
  ]);
}

function operatorRow(operator: Operator): readonly string[] {
  const { doc, gradientDoc = '', example } = operator;
  return [
    syntaxForms(operator).map(inlineCode).join(', '),
    doc,
    domainText(operator),
    gradientDoc,
    example === undefined ? '' : inlineCode(example),
  ];
}

/** The operator's domain; empty if it is defined everywhere. */
function domainText({ domain, undefinedWhere }: Operator): string {
  return domain?.text ?? (undefinedWhere === undefined ? '' : `not ${undefinedWhere}`);
}

/** The symbol, the call, or both; a distribution follows `~`, and an index has none of them. */
function syntaxForms(operator: Operator): readonly string[] {
  const { symbol, call, distribution } = operator;
  const forms = [
    ...(symbol
      ? [
          {
            infix: `a ${symbol.text} b`,
            prefix: symbol.text === 'not' ? 'not a' : `${symbol.text}a`,
            postfix: `a${symbol.text}`,
          }[symbol.kind],
        ]
      : []),
    ...(call ? [formatSignature(operatorSignature(operator))] : []),
    ...(distribution ? [`x ~ ${formatSignature(operatorSignature(operator))}`] : []),
  ];
  return forms.length === 0 ? ['a[i, from:to:step]'] : forms;
}
