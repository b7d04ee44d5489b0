/** The tensor viewer over the graph: all elements of a node and their gradient as a picture, a table or a sorted list. */

import * as l10n from '@vscode/l10n';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Slice } from '../../../../protocol/pictures/matrices.ts';
import { Icon } from '../bar/Icon.tsx';
import { Menu, type MenuItem } from '../bar/Menu.tsx';
import type { Bridge } from '../bridge.ts';
import { derivativeSymbol } from '../list/nodeText.ts';
import type { CompleteGraph } from '../state/viewState.ts';
import { useReturnedFocus } from '../useReturnedFocus.ts';
import { formatShape } from './elements.ts';
import { Matrices } from './Matrices.tsx';
import { toNumPy } from './numpy.ts';
import { SliceControls } from './SliceControls.tsx';
import { SortedElements } from './SortedElements.tsx';
import { fittedSlice, singleSlice } from './slice.ts';
import { useTensor } from './useTensor.ts';
import './tensor.css';

interface Props {
  readonly bridge: Bridge;
  readonly graph: CompleteGraph;
  /** The id of a displayed node, or the name of one that is not drawn. */
  readonly node: string;
  readonly onClose: () => void;
}

type Mode = 'picture' | 'table' | 'sorted';

export function TensorViewer({ bridge, graph, node, onClose }: Props) {
  const [mode, setMode] = useState<Mode>('picture');
  const [chosenSlice, setSlice] = useState<Slice>([]);
  const [first, setFirst] = useState(0);
  const tensor = useTensor(bridge, graph, node, first);
  const id = useId();
  const viewerRef = useRef<HTMLElement>(null);
  useReturnedFocus();
  useEffect(() => viewerRef.current?.focus(), []);
  const { objectiveName, nodes } = graph.structure;
  const displayed = nodes.find((other) => other.id === node);
  const ownName = displayed ? displayed.name : node;
  const name = ownName ?? displayed?.symbol ?? node;
  const gradientName = derivativeSymbol(objectiveName ?? '', ownName);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  const loaded = tensor && 'value' in tensor ? tensor : undefined;
  const slice = useMemo(() => fittedSlice(chosenSlice, loaded?.shape ?? []), [chosenSlice, loaded]);
  const copy = (elements: Float64Array, variable: string | null) =>
    bridge.post({ kind: 'copy', text: toNumPy(variable, elements, loaded!.shape), formatName: 'NumPy' });
  const copyItems: MenuItem[] = loaded
    ? [
        { label: l10n.t('Copy the value'), run: () => copy(loaded.value.elements, ownName) },
        ...(loaded.gradient
          ? [
              {
                label: l10n.t('Copy the gradient'),
                run: () => copy(loaded.gradient!.elements, ownName === null ? null : `d_${ownName}`),
              },
            ]
          : []),
      ]
    : [];
  return (
    <section
      ref={viewerRef}
      className="tensor-viewer"
      role="dialog"
      aria-labelledby={id}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <header>
        <h2 id={id}>
          {name} <span className="shape">{loaded && formatShape([loaded.firstAxis, ...loaded.shape.slice(1)])}</span>
        </h2>
        <ModeButtons mode={mode} onMode={setMode} />
        {loaded && mode !== 'sorted' && (
          <SliceControls
            tensor={loaded}
            slice={mode === 'table' ? singleSlice(slice) : slice}
            canShowAll={mode === 'picture'}
            onSlice={setSlice}
            onFirst={setFirst}
          />
        )}
        <span className="actions">
          <Menu
            icon="export"
            label={l10n.t('NumPy')}
            title={l10n.t('Copy the elements as NumPy source')}
            items={copyItems}
            isDisabled={loaded === undefined}
          />
          <button type="button" className="bar-button label-inNone" aria-label={l10n.t('Close')} onClick={onClose}>
            <Icon name="end" />
          </button>
        </span>
      </header>
      {tensor && 'reason' in tensor && <p className="empty">{tensor.reason}</p>}
      {loaded && mode === 'sorted' && <SortedElements tensor={loaded} gradientName={gradientName} />}
      {loaded && mode !== 'sorted' && (
        <Matrices tensor={loaded} slice={slice} isTable={mode === 'table'} name={name} gradientName={gradientName} />
      )}
    </section>
  );
}

function ModeButtons({ mode, onMode }: { readonly mode: Mode; readonly onMode: (mode: Mode) => void }) {
  const modes: readonly (readonly [Mode, string])[] = [
    ['picture', l10n.t('Picture')],
    ['table', l10n.t('Table')],
    ['sorted', l10n.t('Sorted')],
  ];
  return (
    <fieldset className="modes" aria-label={l10n.t('View as')}>
      {modes.map(([shown, label]) => (
        <button key={shown} type="button" aria-pressed={mode === shown} onClick={() => onMode(shown)}>
          {label}
        </button>
      ))}
    </fieldset>
  );
}
