/** The request `backprop/backwardPass`: returns the backward pass of an open file as a document. */

import * as l10n from '@vscode/l10n';
import {
  type BackwardPassParams,
  type BackwardPassResult,
  backwardPassMethod,
} from '../../../../protocol/editor/backwardPass.ts';
import { exportBackwardPass } from '../../export/backward/exportBackwardPass.ts';
import { fileNameOf } from '../../files/uris.ts';
import type { Feature } from '../feature.ts';

export const backwardPass: Feature = {
  capabilities: {},
  register(connection, { documents }) {
    connection.onRequest<BackwardPassResult, void>(backwardPassMethod, async ({ uri }: BackwardPassParams) => {
      const file = await documents.whenFinished(uri);
      if (file === undefined)
        return { refusal: l10n.t("Can't show the backward pass: the file is not open in the editor.") };
      const document = exportBackwardPass(file.snapshot, fileNameOf(uri));
      return 'text' in document ? { text: document.text } : document;
    });
  },
};
