/** The labels of a graph that the legend names, and that the user can hide. */

import * as l10n from '@vscode/l10n';
import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { HideableLabel } from '../../../../protocol/panel/messages.ts';
import type { Direction } from '../layout/arrangement.ts';

export interface LegendLabel {
  readonly label: HideableLabel;
  readonly name: string;
  /** The direction of its flow as an arrow; empty for shapes. */
  readonly arrow: string;
  /** Titles of the button that hides the labels, and of the one that shows them again. */
  readonly hideTitle: string;
  readonly showTitle: string;
}

/** Values flow with the arrows of the graph, and gradients against them. */
const flows = { right: { value: '→', gradient: '←' }, down: { value: '↓', gradient: '↑' } };

export function legendLabels({ nodes, objectiveName }: GraphStructure, direction: Direction): readonly LegendLabel[] {
  const flow = flows[direction];
  const labels: readonly (LegendLabel & { readonly isThere: boolean })[] = [
    {
      label: 'value',
      name: l10n.t('value'),
      arrow: flow.value,
      hideTitle: l10n.t(
        'Hide the values, which are green and flow along the arrows. … stands for numbers without room, which the hover shows.',
      ),
      showTitle: l10n.t('Show the values.'),
      isThere: nodes.length > 0,
    },
    {
      label: 'gradient',
      name: l10n.t('gradient'),
      arrow: flow.gradient,
      hideTitle: l10n.t(
        'Hide the gradients, which are red and flow against the arrows. A tensor has the norm of its gradient where the elements have no room.',
      ),
      showTitle: l10n.t('Show the gradients.'),
      isThere: objectiveName !== null,
    },
    {
      label: 'shape',
      name: l10n.t('shape'),
      arrow: '',
      hideTitle: l10n.t('Hide the shapes of tensors.'),
      showTitle: l10n.t('Show the shapes of tensors.'),
      isThere: nodes.some(({ shape }) => shape !== ''),
    },
  ];
  return labels.filter(({ isThere }) => isThere);
}
