/** The frame around an expanded group, with its label and a collapse button. */

import * as l10n from '@vscode/l10n';
import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { GraphGroup } from '../../../../../protocol/panel/graph.ts';
import { truncate } from '../../layout/text.ts';
import { useCanvasActions } from '../canvasActions.ts';

export type FlowFrame = Node<{ readonly group: GraphGroup }, 'frame'>;

export const FrameView = memo(function FrameView({ data: { group } }: NodeProps<FlowFrame>) {
  const actions = useCanvasActions();
  return (
    <div className="graph-frame">
      <div className="head">
        <span className="label" title={group.label}>
          {truncate(group.label)}
        </span>
        <button
          type="button"
          className="toggle-group"
          tabIndex={-1}
          aria-label={l10n.t`Collapse ${group.label}`}
          title={l10n.t('Collapse (Space on a node inside)')}
          onClick={() => actions.onToggleGroup(group.id)}
        >
          −
        </button>
      </div>
    </div>
  );
});
