/** Text in which each part says what it stands for, so that a surface may tell values and gradients apart. */

/** A value, a gradient, what an equation comes to, or nothing but itself. */
export type Tone = 'text' | 'value' | 'gradient' | 'result';

export interface TonedSpan {
  readonly text: string;
  readonly tone: Tone;
}

export type TonedText = readonly TonedSpan[];

/** A template of texts and parts: what stands between them is text. Neighbours of one tone become one part. */
export function toned(strings: TemplateStringsArray, ...pieces: readonly (string | TonedText)[]): TonedText {
  const spans: TonedSpan[] = [];
  const append = (text: string, tone: Tone): void => {
    const last = spans.at(-1);
    if (text === '') return;
    if (last?.tone === tone) spans[spans.length - 1] = { text: last.text + text, tone };
    else spans.push({ text, tone });
  };
  for (let i = 0; i < strings.length; i++) {
    append(strings[i], 'text');
    const piece = pieces[i] ?? '';
    if (typeof piece === 'string') append(piece, 'text');
    else for (const { text, tone } of piece) append(text, tone);
  }
  return spans;
}

/** A text with `{0}`, `{1}`, … in it, as a translation has them in its own order. */
export function formatToned(text: string, ...pieces: readonly (string | TonedText)[]): TonedText {
  const [first, ...pieceTexts] = text.split(/\{(\d+)\}/);
  return pieceTexts.reduce<TonedText>((spans, part, index) => {
    const piece = index % 2 === 0 ? pieces[Number(part)] : part;
    return toned`${spans}${piece}`;
  }, toned`${first}`);
}

export function plainTextOf(spans: TonedText): string {
  return spans.length === 1 ? spans[0].text : spans.map(({ text }) => text).join('');
}

/** One part that stands for something. */
export function withTone(tone: Tone, text: string): TonedText {
  return [{ text, tone }];
}
