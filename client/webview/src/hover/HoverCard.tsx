/** What the editor's hover shows of a node, beside the node that is pointed at. Escape takes it away. */

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Bridge } from '../bridge.ts';
import type { ShownGraph } from '../state/view.ts';
import { htmlOf } from './markdown.ts';
import { cornerBeside } from './place.ts';
import './hover.css';

interface Props {
  readonly bridge: Bridge;
  readonly graph: ShownGraph;
  readonly place: number;
  readonly onDismiss: () => void;
}

/** In milliseconds: as long as the editor waits before it shows a hover. */
const delay = 300;

export function HoverCard({ bridge, graph, place, onDismiss }: Props) {
  const [shown, setShown] = useState<{ readonly place: number; readonly html: string }>();
  const isShown = shown?.place === place;
  useEffect(() => {
    let isWanted = true;
    const { id } = graph.structure.nodes[place]!;
    const ask = async () => {
      const { markdown } = await bridge.ask('hover', { node: id }).catch(() => ({ markdown: null }));
      if (isWanted) setShown(markdown === null ? undefined : { place, html: htmlOf(markdown) });
    };
    const timer = setTimeout(ask, isShown ? 0 : delay);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [bridge, graph, place, isShown]);
  return isShown ? <Card html={shown.html} place={place} onDismiss={onDismiss} /> : null;
}

const cardId = 'hover-card';

function Card({ html, place, onDismiss }: { readonly html: string } & Pick<Props, 'place' | 'onDismiss'>) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const node = document.querySelector(`[data-place="${place}"]`);
    const { current } = card;
    if (node === null || current?.parentElement == null) return;
    const { width, height } = current.getBoundingClientRect();
    const stage = current.parentElement.getBoundingClientRect();
    const { left, top } = cornerBeside(node.getBoundingClientRect(), { width, height }, stage);
    current.style.left = `${left - stage.left}px`;
    current.style.top = `${top - stage.top}px`;
    node.setAttribute('aria-describedby', cardId);
    return () => node.removeAttribute('aria-describedby');
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // The film is not to end with it.
      event.preventDefault();
      onDismiss();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [onDismiss]);
  // The HTML is made of Markdown alone, in which no HTML is let through.
  return (
    <div id={cardId} ref={card} className="hover-card" role="tooltip" dangerouslySetInnerHTML={{ __html: html }} />
  );
}
