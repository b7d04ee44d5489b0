/** Fallback for a panel that fails to render: what happened, and what to do. The next graph is drawn again. */

import * as l10n from '@vscode/l10n';
import { Component, type ReactNode } from 'react';
import { errorMessage } from '../../../protocol/shared/errorMessage.ts';
import type { Bridge, PageEvent } from './bridge.ts';

interface ErrorBoundaryProps {
  readonly bridge: Bridge;
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

  #unsubscribe: (() => void) | undefined;

  override componentDidMount(): void {
    this.#unsubscribe = this.props.bridge.listen((event) => {
      if (this.state.errorText !== undefined && isNewGraph(event)) this.#redraw();
    });
  }

  override componentWillUnmount(): void {
    this.#unsubscribe?.();
  }

  #redraw(): void {
    this.setState({ errorText: undefined });
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
          <button type="button" onClick={() => this.#redraw()}>
            {l10n.t('Redraw')}
          </button>
        </div>
      </main>
    );
  }
}

function isNewGraph(event: PageEvent): boolean {
  return event.kind === 'file' || (event.kind === 'graph' && event.graph.structure !== null);
}
