/**
 * Fixtures in the source text: what is expected of a text is drawn into it, and drawn anew from what the sources make
 * of it. A fixture is right when that changes nothing. UPDATE_EXPECT=1 rewrites those in which it does.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Expects that drawing a fixture anew changes nothing. It starts on the line after its opening quote. */
export function expectUnchanged(fixture: string, redraw: (fixture: string) => string): void {
  const redrawn = `\n${redraw(fixture.slice(1))}`;
  if (process.env.UPDATE_EXPECT === undefined) expect(redrawn).toBe(fixture);
  else rewrite(expect.getState().testPath!, fixture, redrawn);
}

function rewrite(testFile: string, fixture: string, redrawn: string): void {
  const source = readFileSync(testFile, 'utf8');
  writeFileSync(
    testFile,
    source.replace(asTemplate(fixture), () => asTemplate(redrawn)),
  );
}

function asTemplate(text: string): string {
  return `\`${text.replace(/[\\`]|\$\{/g, '\\$&')}\``;
}

/** A text without the lines that are drawn into it. */
export function withoutLines(fixture: string, drawn: RegExp): string {
  return fixture
    .split('\n')
    .filter((line) => !drawn.test(line))
    .join('\n');
}

/** A text without its `$0`, and where that was. */
export function withCursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('$0');
  return { text: marked.replace('$0', ''), offset };
}
