/** The graph as a list that reads in order, every node after those that it takes: for screen readers, and for who prefers to read. */

import * as l10n from '@vscode/l10n';
import type { GraphNumbers, GraphStructure, TextRange } from '../../../../server/src/protocol/panel/graph.ts';
import { ScrubbedNumber } from '../scrub/ScrubbedNumber.tsx';
import { linesOf } from './lines.ts';
import './list.css';

interface Props {
  readonly structure: GraphStructure;
  readonly numbers: GraphNumbers;
  readonly onReveal: (range: TextRange) => void;
  readonly onFold: (group: string) => void;
}

export function GraphList({ structure, numbers, onReveal, onFold }: Props) {
  const lines = linesOf(structure, numbers);
  return (
    <ol className="graph-list" aria-label={l10n.t('The graph, node by node')}>
      {structure.nodes.map((node, place) => {
        const { what, value, gradient } = lines[place]!;
        const { range } = node;
        const ofNode = numbers.nodes[place]!;
        const isSpinButton = node.isScrubbable && ofNode.scalar !== null;
        return (
          <li key={node.id}>
            <button type="button" disabled={range === null} onClick={() => range && onReveal(range)}>
              <span className="what">{what}</span>
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
                  = <ScrubbedNumber node={node} numbers={ofNode} tabIndex={0} />
                </span>{' '}
                <span className="gradient">{gradient}</span>
              </>
            )}
            {node.kind === 'group' && (
              <button type="button" className="fold" onClick={() => onFold(node.id)}>
                {l10n.t('Unfold')}
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}
