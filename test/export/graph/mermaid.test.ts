/** Mermaid export, read back by a strict reader of the subset that is written. */

import { describe, expect, test } from 'vitest';
import { mermaidOf } from '../../../server/src/export/graph/mermaid.ts';
import { handmadeGraph, handmadeLesson } from '../../support/fixtures/handmadeGraph.ts';
import { awkwardTexts } from '../../support/models/fuzzedTexts.ts';

test('the lesson is drawn from left to right, with boxes, circles, values and gradients', () => {
  const { structure, numbers } = handmadeLesson;
  expect(mermaidOf(structure, numbers)).toBe(`%%{init: {"flowchart": {"padding": 30}}}%%
flowchart LR
  n0("x<br/>−2 · ∂ 16")
  n1("y<br/>5 · ∂ 16")
  n2("z<br/>−4 · ∂ −12")
  n3("target<br/>−10")
  n4(("q<br/>#43;<br/>3 · ∂ 16"))
  n5(("f<br/>×<br/>−12 · ∂ −4"))
  n6(("−<br/>−2 · ∂ −4"))
  n7(("L<br/>#94; 2<br/>4 · ∂ 1"))
  n0 --> n4
  n1 --> n4
  n4 --> n5
  n2 --> n5
  n5 --> n6
  n3 --> n6
  n6 --> n7
  classDef param stroke:royalblue
  class n0,n1,n2 param
  classDef const stroke:gray
  class n3 const
  classDef root stroke-width:3px
  class n7 root
`);
});

test('an expanded group is a nested subgraph; a collapsed one is a box with two borders', () => {
  const { structure, numbers } = handmadeGraph(
    [
      { id: 'x', kind: 'data', shape: '[200×2]', value: '0.02 ± 0.5' },
      { id: 'h/1', symbol: '@', parent: 'h/dense' },
      { id: 'net/dense', kind: 'group', symbol: 'dense', parent: 'net' },
    ],
    [{ from: 0, to: 1, value: '[2]', gradient: '3' }],
    [
      { id: 'h/dense', label: 'dense', parent: 'net' },
      { id: 'net', label: 'mlp' },
    ],
  );
  expect(mermaidOf(structure, numbers)).toBe(`%%{init: {"flowchart": {"padding": 30}}}%%
flowchart LR
  subgraph g1 ["mlp"]
    subgraph g0 ["dense"]
      n1(("#64;"))
    end
    n2[["dense"]]
  end
  n0("x<br/>#91;200×2#93;<br/>0.02 ± 0.5")
  n0 -->|"#91;2#93; · ∂ 3"| n1
`);
});

describe('a label', () => {
  test.each(awkwardTexts)('is escaped: %j', (text) => {
    const { structure, numbers } = handmadeGraph(
      [{ id: text, parent: text }],
      [{ from: 0, to: 0, value: text }],
      [{ id: text, label: text }],
    );
    const labels = Array.from(
      mermaidOf(structure, numbers)
        .split('flowchart LR')[1]
        .matchAll(/"(.*?)"/g),
      ([, label]) => label,
    );
    expect(labels.map(read)).toEqual([text, text, text]);
  });
});

test('a graph notes when it has more wires than Mermaid draws', () => {
  const wires = (count: number) => Array.from({ length: count }, () => ({ from: 0, to: 0 }));
  const [few, many] = [500, 501].map((count) => handmadeGraph([{ id: 'a' }], wires(count)));
  expect(mermaidOf(few.structure, few.numbers)).not.toContain('500');
  expect(mermaidOf(many.structure, many.numbers).split('\n')[2]).toBe(
    '  %% 501 wires: Mermaid draws more than 500 only where its setting maxEdges allows it. Or collapse some groups.',
  );
});

/** A label can contain letters, digits, single spaces, decimal points and signs without a meaning in Markdown; the rest is entities. */
function read(label: string): string {
  const lines = label.split('<br/>');
  for (const line of lines) expect(line).toMatch(/^(?:#\d+;|\.(?=\d)|[ \da-zA-Z]|[^\0-\u00a0])*$/);
  return lines
    .map((line) => line.replaceAll(/#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))))
    .join('\n');
}
