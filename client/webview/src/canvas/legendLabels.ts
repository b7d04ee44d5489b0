/** The labels of a graph that the legend names, and that the user can hide. */

import * as l10n from '@vscode/l10n';
import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { HideableLabel } from '../../../../protocol/panel/messages.ts';

export interface LegendLabel {
  readonly label: HideableLabel;
  readonly name: string;
  /** Titles of the button that hides the labels, and of the one that shows them again. */
  readonly hideTitle: string;
  readonly showTitle: string;
}

export function legendLabels({ nodes, objectiveName }: GraphStructure): readonly LegendLabel[] {
  const labels: readonly (LegendLabel & { readonly isThere: boolean })[] = [
    {
      label: 'value',
      name: l10n.t('value'),
      hideTitle: l10n.t(
        'Hide the values, which are green. Labels without room are left out; the hover of a node has them all.',
      ),
      showTitle: l10n.t('Show the values.'),
      isThere: nodes.length > 0,
    },
    {
      label: 'gradient',
      name: l10n.t('gradient'),
      hideTitle: l10n.t(
        'Hide the gradients, which are red. A tensor has the norm of its gradient where the elements have no room.',
      ),
      showTitle: l10n.t('Show the gradients.'),
      isThere: objectiveName !== null,
    },
    {
      label: 'shape',
      name: l10n.t('shape'),
      hideTitle: l10n.t('Hide the shapes of tensors.'),
      showTitle: l10n.t('Show the shapes of tensors.'),
      isThere: nodes.some(({ shape }) => shape !== ''),
    },
  ];
  return labels.filter(({ isThere }) => isThere);
}
