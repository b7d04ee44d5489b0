/** The frame around a group that is open, with its label and a button that folds it. */

import * as l10n from '@vscode/l10n';
import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { GraphGroup } from '../../../../../server/src/protocol/panel/graph.ts';
import { shortened } from '../../layout/text.ts';
import { useDoing } from '../canvasActions.ts';

export type DrawnFrame = Node<{ readonly group: GraphGroup }, 'frame'>;

export const FrameView = memo(function FrameView({ data: { group } }: NodeProps<DrawnFrame>) {
  const doing = useDoing();
  return (
    <div className="graph-frame">
      <div className="head">
        <span className="label" title={group.label}>
          {shortened(group.label)}
        </span>
        <button
          type="button"
          className="fold"
          tabIndex={-1}
          aria-label={l10n.t`Fold ${group.label}`}
          title={l10n.t('Fold (Space on a node in it)')}
          onClick={() => doing.onFold(group.id)}
        >
          −
        </button>
      </div>
    </div>
  );
});
