/** Formatting: of a document, of a range, and on type. */

import type { TextDocumentIdentifier, TextEdit } from 'vscode-languageserver';
import { formatDocument } from '../../format/format.ts';
import { formatAfterKey, triggerCharacters } from '../../format/formatOnType.ts';
import { formatRange } from '../../format/formatRange.ts';
import type { Edit } from '../../language/text/edits.ts';
import { Lines } from '../../language/text/lines.ts';
import type { Feature } from '../feature.ts';
import { toOffsetRange } from '../support/positions.ts';
import { textEditsOf } from './textEdits.ts';

const [firstTriggerCharacter, ...moreTriggerCharacter] = triggerCharacters;

export const formatting: Feature = {
  capabilities: {
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter, moreTriggerCharacter },
  },
  register(connection, { documents }) {
    /** Formatting needs no values, so it does not wait for the evaluation. */
    const formatWith = (
      { uri }: TextDocumentIdentifier,
      edits: (text: string, lines: Lines) => readonly Edit[],
    ): TextEdit[] | null => {
      const text = documents.text(uri);
      if (text === undefined) return null;
      const lines = new Lines(text);
      return textEditsOf(edits(text, lines), lines);
    };
    connection.onDocumentFormatting(({ textDocument, options }) =>
      formatWith(textDocument, (text) => formatDocument(text, options)),
    );
    connection.onDocumentRangeFormatting(({ textDocument, range, options }) =>
      formatWith(textDocument, (text, lines) => formatRange(text, toOffsetRange({ lines }, range), options)),
    );
    connection.onDocumentOnTypeFormatting(({ textDocument, position, ch, options }) =>
      formatWith(textDocument, (text, lines) => formatAfterKey(text, ch, lines.offsetAt(position), options)),
    );
  },
};
