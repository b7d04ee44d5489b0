/** Draws the graphs in a Markdown preview whenever VS Code updates the page or the theme changes. */

import { drawGraph } from './drawGraph.ts';
import './preview.css';

function drawAll(): void {
  for (const element of document.querySelectorAll<HTMLElement>('.backprop-graph')) drawGraph(element);
}

// The page is empty at first; VS Code announces later updates in place.
const observer = new MutationObserver(drawAll);
observer.observe(document.body, { childList: true, attributeFilter: ['class'] });
observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
window.addEventListener('vscode.markdown.updateContent', drawAll);
drawAll();
