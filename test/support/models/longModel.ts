/** A long, realistic model: params, nodes over earlier nodes, about five operators a line, one loss. */

const activations = ['tanh', 'sigmoid', 'sin', 'softplus', 'cos'];

/** The layers after which the model starts again from its params: a deeper chain would lose its gradient. */
const depth = 24;

/** The text of a model with exactly this many lines; the last one is its loss. */
export function longModel(lineCount: number): string {
  const lines = ['# Stacks of layers of one neuron each, and how far every stack is from its target.', 'total0 = 0'];
  let stacks = 0;
  for (let layer = 0; lines.length < lineCount - 1; layer++) {
    if (layer % 4 === 0) lines.push(`param w${layer / 4} = ${weight(layer)}`);
    lines.push(layerLine(layer));
    if (layer % depth !== depth - 1 || lines.length === lineCount - 1) continue;
    lines.push(`total${stacks + 1} = total${stacks} + (h${layer} - ${weight(stacks)})^2 / 2`);
    stacks++;
  }
  return [...lines.slice(0, lineCount - 1), `loss L = total${stacks} * 0.5 + h1^2`].join('\n');
}

function layerLine(layer: number): string {
  const param = `w${layer >> 2}`;
  const input = layer % depth === 0 ? param : `h${layer - 1}`;
  const skip = layer % depth < 3 ? param : `h${layer - 3}`;
  const activated = `${activations[layer % activations.length]}(${input} * ${param} + ${skip} / ${(layer % 5) + 2})`;
  return `h${layer} = ${activated} - ${skip} * ${weight(layer)}`;
}

/** A number between −0.5 and 1.5 with at most two decimals. */
function weight(seed: number): number {
  return (((seed * 37) % 101) * 2 - 50) / 100;
}
