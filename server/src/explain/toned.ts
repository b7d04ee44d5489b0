/** Text in which each part says what it stands for, so that a surface may colour values and gradients apart. */

/** A value, a gradient, or nothing but itself. */
export type Tone = 'text' | 'value' | 'gradient';

export interface Part<Of extends string = Tone> {
  readonly text: string;
  readonly tone: Of;
}

/** A template of texts and parts: what stands between them is text. Neighbours of one tone become one part. */
export function toned<Of extends string>(
  strings: TemplateStringsArray,
  ...pieces: readonly (string | readonly Part<Of>[])[]
): readonly Part<Of | 'text'>[] {
  const parts: Part<Of | 'text'>[] = [];
  const append = (text: string, tone: Of | 'text'): void => {
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

export function textOf(parts: readonly Part<string>[]): string {
  return parts.length === 1 ? parts[0].text : parts.map(({ text }) => text).join('');
}
