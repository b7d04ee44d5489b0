/** The graph as a list in reading order, each node after its operands, as an alternative to the drawing. */

import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'react';
import type { GraphNumbers, GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { TextRange } from '../../../../protocol/shared/textRange.ts';
import { ScrubbableNumber } from '../scrub/ScrubbableNumber.tsx';
import { nodeLines } from './nodeText.ts';
import './list.css';

interface Props {
  readonly structure: GraphStructure;
  readonly numbers: GraphNumbers;
  readonly onRevealRange: (range: TextRange) => void;
  readonly onToggleGroup: (group: string) => void;
  readonly onViewTensor: (nodeIndex: number) => void;
  /** The id of a node to go to; undefined for none. */
  readonly destination: string | undefined;
  readonly onArrive: () => void;
}

export function GraphList({
  structure,
  numbers,
  onRevealRange,
  onToggleGroup,
  onViewTensor,
  destination,
  onArrive,
}: Props) {
  const lines = nodeLines(structure, numbers);
  const listRef = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const row = listRef.current?.children[structure.nodes.findIndex(({ id }) => id === destination)];
    if (!(row instanceof HTMLElement)) return;
    row.scrollIntoView({ block: 'center' });
    (row.querySelector<HTMLElement>('button:not(:disabled), [tabindex="0"]') ?? row).focus({ preventScroll: true });
    onArrive();
  }, [structure, destination, onArrive]);
  return (
    <ol ref={listRef} className="graph-list" aria-label={l10n.t('The graph, node by node')}>
      {structure.nodes.map((node, index) => {
        const { description, value, gradient } = lines[index]!;
        const { range } = node;
        const nodeNumbers = numbers.nodes[index]!;
        const isSpinButton = node.isScrubbable && nodeNumbers.scalar !== null;
        return (
          <li key={node.id} tabIndex={-1}>
            <button type="button" disabled={range === null} onClick={() => range && onRevealRange(range)}>
              <span className="description">{description}</span>
              {!isSpinButton && (
                <>
                  {' '}
                  <span className="value">{value}</span> <span className="gradient">{gradient}</span>
                </>
              )}
            </button>
            {isSpinButton && (
              <>
                {' '}
                <span className="value">
                  = <ScrubbableNumber node={node} numbers={nodeNumbers} tabIndex={0} />
                </span>{' '}
                <span className="gradient">{gradient}</span>
              </>
            )}
            {node.shape !== '' && (
              <button type="button" className="toggle-group" onClick={() => onViewTensor(index)}>
                {l10n.t('View elements')}
              </button>
            )}
            {node.kind === 'group' && (
              <button type="button" className="toggle-group" onClick={() => onToggleGroup(node.id)}>
                {l10n.t('Expand')}
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}
