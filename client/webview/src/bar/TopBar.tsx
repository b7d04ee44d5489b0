/** The bar over the canvas: on the left what moves through the film, on the right what is done with the model. */

import type { ReactNode } from 'react';
import { sgdStepCommand } from '../../../../server/src/protocol/commands.ts';
import type { Bridge } from '../bridge.ts';
import type { View } from '../state/view.ts';
import './bar.css';

interface Props {
  readonly bridge: Bridge;
  readonly view: View;
  readonly onList: (isList: boolean) => void;
  /** The transport of the film. */
  readonly children?: ReactNode;
}

export function TopBar({ bridge, view: { file, graph, isList }, onList, children }: Props) {
  return (
    <header className="top-bar">
      <div className="bar-part">{children}</div>
      <div className="bar-part">
        {graph?.structure.root != null && graph.objective !== null && (
          <output className="objective">
            {graph.structure.root} = <b>{graph.objective}</b>
          </output>
        )}
        {graph?.step != null && (
          <button type="button" onClick={() => bridge.say({ kind: 'run', command: sgdStepCommand })}>
            Step · {graph.step}
          </button>
        )}
        <button type="button" aria-pressed={isList} onClick={() => onList(!isList)}>
          List
        </button>
        {file && (
          <button
            type="button"
            aria-pressed={file.isPinned}
            title={
              file.isPinned ? `The panel stays with ${file.name}.` : 'The panel follows the model that is looked at.'
            }
            onClick={() => bridge.say({ kind: 'pin', isPinned: !file.isPinned })}
          >
            Pin
          </button>
        )}
      </div>
    </header>
  );
}
