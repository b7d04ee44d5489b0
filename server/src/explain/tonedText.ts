/** Text whose spans carry a tone, so that values and gradients can be styled differently. */

/** Plain text, a value, a gradient, or the result of an equation. */
export type Tone = 'text' | 'value' | 'gradient' | 'result';

export interface TonedSpan {
  readonly text: string;
  readonly tone: Tone;
}

export type TonedText = readonly TonedSpan[];

/** Template tag that concatenates texts and spans. Adjacent spans of the same tone are merged. */
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

/** Fills in `{0}`, `{1}`, …, whose order depends on the translation. */
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

export function withTone(tone: Tone, text: string): TonedText {
  return [{ text, tone }];
}
