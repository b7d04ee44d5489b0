/** Fallback for a panel that fails to render: what happened, and what to do. */

import * as l10n from '@vscode/l10n';
import { Component, type ReactNode } from 'react';
import { errorMessage } from '../../../protocol/errorMessage.ts';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly errorText: string | undefined;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { errorText: undefined };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { errorText: errorMessage(error) };
  }

  override render(): ReactNode {
    const { errorText } = this.state;
    if (errorText === undefined) return this.props.children;
    return (
      <main className="stage">
        <div className="empty" role="alert">
          <p>
            {l10n.t("Can't draw this graph:")} {errorText}
          </p>
          <button type="button" onClick={() => this.setState({ errorText: undefined })}>
            {l10n.t('Redraw')}
          </button>
        </div>
      </main>
    );
  }
}
