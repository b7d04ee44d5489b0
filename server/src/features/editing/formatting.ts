/** Formatting: of a document, of a range, and of what has just been typed. */

import type { TextDocumentIdentifier, TextEdit } from 'vscode-languageserver';
import { formatEdits } from '../../format/format.ts';
import { formatEditsBehind, formattingKeys } from '../../format/formatOnType.ts';
import { formatEditsIn } from '../../format/formatRange.ts';
import { Lines } from '../../language/base/lines.ts';
import type { Edit } from '../../training/stepEdits.ts';
import type { Feature } from '../feature.ts';
import { offsetsIn } from '../positions.ts';
import { textEditsOf } from './textEdits.ts';

const [firstTriggerCharacter, ...moreTriggerCharacter] = formattingKeys;

export const formatting: Feature = {
  capabilities: {
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter, moreTriggerCharacter },
  },
  register(connection, server) {
    /** The form of a text needs no numbers: nothing is waited for. */
    const answer = (
      { uri }: TextDocumentIdentifier,
      edits: (text: string, lines: Lines) => readonly Edit[],
    ): TextEdit[] | null => {
      const text = server.text(uri);
      if (text === undefined) return null;
      const lines = new Lines(text);
      return textEditsOf(edits(text, lines), lines);
    };
    connection.onDocumentFormatting(({ textDocument, options }) =>
      answer(textDocument, (text) => formatEdits(text, options)),
    );
    connection.onDocumentRangeFormatting(({ textDocument, range, options }) =>
      answer(textDocument, (text, lines) => formatEditsIn(text, offsetsIn({ lines }, range), options)),
    );
    connection.onDocumentOnTypeFormatting(({ textDocument, position, ch, options }) =>
      answer(textDocument, (text, lines) => formatEditsBehind(text, ch, lines.offsetAt(position), options)),
    );
  },
};
