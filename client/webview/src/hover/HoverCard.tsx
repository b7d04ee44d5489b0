/** What the editor's hover shows of a node, beside the node that is pointed at. Escape takes it away. */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Bridge } from '../bridge.ts';
import { Latest } from '../replaceable.ts';
import type { ShownGraph } from '../state/view.ts';
import { htmlOf } from './markdown.ts';
import { cornerBeside } from './position.ts';
import './hover.css';

interface Props {
  readonly bridge: Bridge;
  readonly graph: ShownGraph;
  readonly place: number;
  readonly onDismiss: () => void;
}

interface Pointed {
  readonly place: number;
  /** Its id. */
  readonly node: string;
}

interface Shown {
  readonly place: number;
  readonly html: string;
}

/** In milliseconds: as long as the editor waits before it shows a hover. */
const delay = 300;

export function HoverCard({ bridge, graph, place, onDismiss }: Props) {
  const [shown, setShown] = useState<Shown>();
  /** The place that was pointed at for long enough. */
  const [due, setDue] = useState<number>();
  useEffect(() => {
    const timer = setTimeout(() => setDue(place), delay);
    return () => clearTimeout(timer);
  }, [place]);
  const latest = useMemo(() => latestHover(bridge, setShown), [bridge]);
  useEffect(() => {
    if (due === place) latest.follow({ place, node: graph.structure.nodes[place]!.id });
    else latest.stop();
  }, [latest, graph, place, due]);
  useEffect(() => () => latest.stop(), [latest]);
  return shown?.place === place ? <Card {...shown} onDismiss={onDismiss} /> : null;
}

/** The hover of a node, as its numbers are by now. */
function latestHover(bridge: Bridge, onShow: (shown: Shown | undefined) => void): Latest<Pointed, string | null> {
  const ask = async ({ node }: Pointed) => {
    const { markdown } = await bridge.ask('hover', { node }).catch(() => ({ markdown: null }));
    return markdown;
  };
  return new Latest(ask, (markdown, { place }) =>
    onShow(markdown === null ? undefined : { place, html: htmlOf(markdown) }),
  );
}

const cardId = 'hover-card';

function Card({ html, place, onDismiss }: Shown & Pick<Props, 'onDismiss'>) {
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
