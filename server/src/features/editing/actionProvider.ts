/** The providers of code actions, as `codeActions.ts` asks them. */

import type { CodeAction, CodeActionKind, CodeActionParams } from 'vscode-languageserver';
import type { FileView } from '../../documents/fileView.ts';
import type { Server } from '../feature.ts';

/** What can be done in a range of a file. */
export interface ActionProvider {
  readonly kind: CodeActionKind;
  /** Whether it is offered only where it is asked for by its kind. */
  readonly isOnDemand?: boolean;
  actionsFor(
    file: FileView,
    params: CodeActionParams,
    server: ActionServer,
  ): readonly CodeAction[] | Promise<readonly CodeAction[]>;
}

export type ActionServer = Pick<Server, 'client' | 'options' | 'problemPages' | 'model' | 'models'>;
