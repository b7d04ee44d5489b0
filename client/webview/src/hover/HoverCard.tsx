/** What the editor's hover shows of a node, beside the node that is pointed at. */

import { useEffect, useState } from 'react';
import type { Bridge } from '../bridge.ts';
import type { ShownGraph } from '../state/view.ts';
import { htmlOf } from './markdown.ts';
import './hover.css';

interface Props {
  readonly bridge: Bridge;
  readonly graph: ShownGraph;
  readonly place: number;
}

/** In milliseconds: as long as the editor waits before it shows a hover. */
const delay = 300;

export function HoverCard({ bridge, graph, place }: Props) {
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
  if (!isShown) return null;
  // The HTML is made of Markdown alone, in which no HTML is let through.
  return <div className="hover-card" role="tooltip" dangerouslySetInnerHTML={{ __html: shown.html }} />;
}
