/** Draws the graphs of the models in a Markdown preview, whenever VS Code has written its page and when the theme changes. */

import { drawGraph } from './drawGraph.ts';
import './preview.css';

function drawAll(): void {
  for (const element of document.querySelectorAll<HTMLElement>('.backprop-graph')) drawGraph(element);
}

// The page is empty at first. Later on its text is changed in place, of which VS Code tells.
const observer = new MutationObserver(drawAll);
observer.observe(document.body, { childList: true, attributeFilter: ['class'] });
observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
window.addEventListener('vscode.markdown.updateContent', drawAll);
drawAll();
