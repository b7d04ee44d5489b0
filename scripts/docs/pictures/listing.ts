/** The statements of a model with their numbers at the ends of lines, as in the editor. */

import { defaultSettings } from '../../../protocol/editor/settings.ts';
import { embeddedModelOf } from '../../../server/src/features/markdown/embeddedModel.ts';
import type { Snapshot } from '../../../server/src/snapshot/snapshot.ts';
import type { CardPart } from './card.ts';
import { linesPart, type Span } from './lines.ts';
import { colors } from './themeStyle.ts';

export function listingPart(snapshot: Snapshot): CardPart {
  const lines = embeddedModelOf(snapshot, defaultSettings).lines.flatMap(
    ({ spans: words, decoration: annotation }): readonly Span[][] => {
      if (annotation === null || words[0]?.text === 'expect') return [];
      const source = words.map(({ text, kind }) => ({
        text,
        color: kind === 'keyword' ? colors.keyword : colors.text,
      }));
      return [
        [
          ...source,
          { text: annotation.value, color: colors.value },
          { text: annotation.gradient, color: colors.gradient },
          { text: annotation.update, color: colors.muted },
        ],
      ];
    },
  );
  return linesPart(lines);
}
