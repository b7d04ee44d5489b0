/** Simulated typing in a long model: numbers are changed and restored, statements added. */

import type { Range } from 'vscode-languageserver';

/** The edit of one keystroke. */
export interface Keystroke {
  readonly range: Range;
  readonly text: string;
}

export class TypingSimulator {
  readonly #lines: string[];

  constructor(text: string) {
    this.#lines = text.split('\n');
  }

  /** The current text. */
  get text(): string {
    return this.#lines.join('\n');
  }

  /** Generates keystrokes lazily. */
  *keystrokes(count: number): Generator<Keystroke> {
    const keys = this.#edits();
    for (let typed = 0; typed < count; typed++) yield keys.next().value;
  }

  *#edits(): Generator<Keystroke, never> {
    for (let task = 0; ; task++) {
      const line = this.#paramFrom(Math.floor(((task * 0.379) % 1) * this.#lines.length));
      yield* this.#type(line, '25');
      yield* this.#erase(line, 2);
      const [, name] = this.#lines[line].split(' ');
      yield* this.#type(line, `\nnew${task} = sin(${name} * 0.5) + ${name}`);
    }
  }

  /** The next line that defines a param, wrapping around. */
  #paramFrom(start: number): number {
    const isParam = (line: string): boolean => line.startsWith('param');
    const later = this.#lines.slice(start).findIndex(isParam);
    return later < 0 ? this.#lines.findIndex(isParam) : start + later;
  }

  /** Types at the end of a line. */
  *#type(start: number, text: string): Generator<Keystroke> {
    let line = start;
    for (const character of text) {
      const end = { line, character: this.#lines[line].length };
      if (character === '\n') this.#lines.splice(++line, 0, '');
      else this.#lines[line] += character;
      yield { range: { start: end, end }, text: character };
    }
  }

  *#erase(line: number, count: number): Generator<Keystroke> {
    for (let erased = 0; erased < count; erased++) {
      const { length } = this.#lines[line];
      this.#lines[line] = this.#lines[line].slice(0, -1);
      yield { range: { start: { line, character: length - 1 }, end: { line, character: length } }, text: '' };
    }
  }
}
