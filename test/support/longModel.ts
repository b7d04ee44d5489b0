/** A long model as someone might write one: params, nodes over the nodes before them, about five operators a line, one loss. */

const functions = ['tanh', 'sigmoid', 'sin', 'softplus', 'cos'];

/** After this many layers the model starts again from its params: a deeper chain would have no gradient left. */
const depth = 24;

/** The text of a model with exactly this many lines; the last one is its loss. */
export function longModel(lineCount: number): string {
  const lines = ['# Layers of one neuron each, and the squared distance of every stack of them from its target.', 'total0 = 0'];
  for (let layer = 0; lines.length < lineCount - 1; layer++) {
    if (layer % 4 === 0) lines.push(`param w${layer / 4} = ${weight(layer)}`);
    lines.push(layerLine(layer));
    if (layer % depth === depth - 1) {
      const stack = (layer + 1) / depth;
      lines.push(`total${stack} = total${stack - 1} + (h${layer} - ${weight(stack)})^2 / 2`);
    }
  }
  const totals = lines.filter((line) => line.startsWith('total')).length;
  return [...lines.slice(0, lineCount - 1), `loss L = total${totals - 1} * 0.5 + h1^2`].join('\n');
}

function layerLine(layer: number): string {
  const weightName = `w${layer >> 2}`;
  const input = layer % depth === 0 ? weightName : `h${layer - 1}`;
  const skip = layer % depth < 3 ? weightName : `h${layer - 3}`;
  const activation = functions[layer % functions.length];
  return `h${layer} = ${activation}(${input} * ${weightName} + ${skip} / ${(layer % 5) + 2}) - ${skip} * ${weight(layer)} + ${weight(layer + 1)}`;
}

/** Some number between −0.5 and 1.5 with two decimals. */
function weight(seed: number): string {
  return (Math.round(((seed * 37) % 101) * 2 - 50) / 100).toString();
}
