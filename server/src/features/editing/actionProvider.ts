/** The interface of code action providers. */

import type { CodeAction, CodeActionKind, CodeActionParams } from 'vscode-languageserver';
import type { FileView } from '../../documents/fileView.ts';
import type { Services } from '../feature.ts';

export interface ActionProvider {
  readonly kind: CodeActionKind;
  /** True if its actions are offered only when their kind is requested. */
  readonly isOnDemand?: boolean;
  actionsFor(
    file: FileView,
    params: CodeActionParams,
    services: ActionServices,
  ): readonly CodeAction[] | Promise<readonly CodeAction[]>;
}

export type ActionServices = Pick<Services, 'client' | 'models'>;
