/** What stands in place of the panel where drawing it fails: what happened, and the way out. */

import * as l10n from '@vscode/l10n';
import { Component, type ReactNode } from 'react';
import { reasonOf } from './reason.ts';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly failure: string | undefined;
}

export class Failure extends Component<Props, State> {
  override state: State = { failure: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { failure: reasonOf(error) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    return (
      <main className="stage">
        <div className="empty" role="alert">
          <p>
            {l10n.t("The panel can't draw this graph:")} {failure}
          </p>
          <button type="button" onClick={() => this.setState({ failure: undefined })}>
            {l10n.t('Draw again')}
          </button>
        </div>
      </main>
    );
  }
}
