/** The interface of code action providers. */

import type { CodeAction, CodeActionKind, CodeActionParams } from 'vscode-languageserver';
import type { FileView } from '../../documents/fileView.ts';
import type { Server } from '../feature.ts';

export interface ActionProvider {
  readonly kind: CodeActionKind;
  /** True if its actions are offered only when their kind is requested. */
  readonly isOnDemand?: boolean;
  actionsFor(
    file: FileView,
    params: CodeActionParams,
    server: ActionServer,
  ): readonly CodeAction[] | Promise<readonly CodeAction[]>;
}

export type ActionServer = Pick<Server, 'client' | 'options' | 'problemPages' | 'model' | 'models'>;
