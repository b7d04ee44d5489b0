/** Text in which each part says what it stands for, so that a surface may tell values and gradients apart. */

/** A value, a gradient, what an equation comes to, or nothing but itself. */
export type Tone = 'text' | 'value' | 'gradient' | 'result';

export interface Part {
  readonly text: string;
  readonly tone: Tone;
}

export type Parts = readonly Part[];

/** A template of texts and parts: what stands between them is text. Neighbours of one tone become one part. */
export function toned(strings: TemplateStringsArray, ...pieces: readonly (string | Parts)[]): Parts {
  const parts: Part[] = [];
  const append = (text: string, tone: Tone): void => {
    const last = parts.at(-1);
    if (text === '') return;
    if (last?.tone === tone) parts[parts.length - 1] = { text: last.text + text, tone };
    else parts.push({ text, tone });
  };
  for (let i = 0; i < strings.length; i++) {
    append(strings[i], 'text');
    const piece = pieces[i] ?? '';
    if (typeof piece === 'string') append(piece, 'text');
    else for (const { text, tone } of piece) append(text, tone);
  }
  return parts;
}

/** A text with `{0}`, `{1}`, … in it, as a translation has them in its own order. */
export function arranged(text: string, ...pieces: readonly (string | Parts)[]): Parts {
  const [first, ...others] = text.split(/\{(\d+)\}/);
  return others.reduce<Parts>((parts, part, index) => {
    const piece = index % 2 === 0 ? pieces[Number(part)] : part;
    return toned`${parts}${piece}`;
  }, toned`${first}`);
}

export function textOf(parts: Parts): string {
  return parts.length === 1 ? parts[0].text : parts.map(({ text }) => text).join('');
}

/** One part that stands for something. */
export function inTone(tone: Tone, text: string): Parts {
  return [{ text, tone }];
}
