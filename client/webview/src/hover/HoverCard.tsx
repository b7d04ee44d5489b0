/** The editor's hover for the node under the pointer. Escape closes it. */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Bridge } from '../bridge.ts';
import { LatestRequest } from '../latestRequest.ts';
import type { CompleteGraph } from '../state/viewState.ts';
import { cardPosition } from './position.ts';
import { renderMarkdown } from './renderMarkdown.ts';
import './hover.css';

interface Props {
  readonly bridge: Bridge;
  readonly graph: CompleteGraph;
  readonly nodeIndex: number;
  readonly onDismiss: () => void;
}

interface HoverTarget {
  readonly nodeIndex: number;
  /** The node's id. */
  readonly nodeId: string;
}

interface HoverContent {
  readonly nodeIndex: number;
  readonly html: string;
}

/** In milliseconds: the same delay as the editor's hovers. */
const hoverDelay = 300;

export function HoverCard({ bridge, graph, nodeIndex, onDismiss }: Props) {
  const [content, setContent] = useState<HoverContent>();
  /** Index of the node after the delay has passed. */
  const [settledIndex, setSettledIndex] = useState<number>();
  useEffect(() => {
    const timer = setTimeout(() => setSettledIndex(nodeIndex), hoverDelay);
    return () => clearTimeout(timer);
  }, [nodeIndex]);
  const hoverRequest = useMemo(() => createHoverRequest(bridge, setContent), [bridge]);
  useEffect(() => {
    if (settledIndex === nodeIndex) hoverRequest.request({ nodeIndex, nodeId: graph.structure.nodes[nodeIndex]!.id });
    else hoverRequest.cancel();
  }, [hoverRequest, graph, nodeIndex, settledIndex]);
  useEffect(() => () => hoverRequest.cancel(), [hoverRequest]);
  return content?.nodeIndex === nodeIndex ? <Card {...content} onDismiss={onDismiss} /> : null;
}

/** The node's hover with its current numbers. */
function createHoverRequest(
  bridge: Bridge,
  onContent: (content: HoverContent | undefined) => void,
): LatestRequest<HoverTarget, string | null> {
  const requestHover = async ({ nodeId }: HoverTarget) => {
    const { markdown } = await bridge.request('hover', { node: nodeId }).catch(() => ({ markdown: null }));
    return markdown;
  };
  return new LatestRequest(requestHover, (markdown, { nodeIndex }) =>
    onContent(markdown === null ? undefined : { nodeIndex, html: renderMarkdown(markdown) }),
  );
}

const cardId = 'hover-card';

function Card({ html, nodeIndex, onDismiss }: HoverContent & Pick<Props, 'onDismiss'>) {
  const cardRef = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = document.querySelector(`[data-node-index="${nodeIndex}"]`);
    const { current } = cardRef;
    if (element === null || current?.parentElement == null) return;
    const { width, height } = current.getBoundingClientRect();
    const stage = current.parentElement.getBoundingClientRect();
    const { left, top } = cardPosition(element.getBoundingClientRect(), { width, height }, stage);
    current.style.left = `${left - stage.left}px`;
    current.style.top = `${top - stage.top}px`;
    element.setAttribute('aria-describedby', cardId);
    return () => element.removeAttribute('aria-describedby');
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // Escape must not end the playback as well.
      event.preventDefault();
      onDismiss();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [onDismiss]);
  // The HTML is generated from Markdown that allows no raw HTML.
  return (
    <div id={cardId} ref={cardRef} className="hover-card" role="tooltip" dangerouslySetInnerHTML={{ __html: html }} />
  );
}
