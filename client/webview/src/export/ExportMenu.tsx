/** The export menu: a picture to a file, or text to the clipboard. */

import * as l10n from '@vscode/l10n';
import type { TextFormat } from '../../../../protocol/panel/requests.ts';
import { toBase64 } from '../../../../protocol/shared/base64.ts';
import { errorMessage } from '../../../../protocol/shared/errorMessage.ts';
import { Menu, type MenuItem } from '../bar/Menu.tsx';
import type { Bridge } from '../bridge.ts';
import { type Drawing, renderSvg, type Svg } from './graphSvg.ts';
import { withPageStyles } from './pageStyle.ts';
import { renderPng } from './png.ts';

interface Props {
  readonly bridge: Bridge;
  /** Undefined while nothing is drawn. */
  readonly drawing: Drawing | undefined;
}

export function ExportMenu({ bridge, drawing }: Props) {
  return (
    <Menu
      icon="export"
      label={l10n.t('Export')}
      title={l10n.t('Save or copy the graph as it is shown now.')}
      items={drawing ? menuItems(bridge, drawing) : []}
      isDisabled={drawing === undefined}
    />
  );
}

function menuItems(bridge: Bridge, drawing: Drawing): readonly MenuItem[] {
  const renderPicture = (): Svg => withPageStyles((styles) => renderSvg(drawing, styles));
  const save = (format: 'svg' | 'png', bytes: Uint8Array) =>
    bridge.post({ kind: 'save', format, base64: toBase64(bytes) });
  const copy = async (format: TextFormat, formatName: string) => {
    const { text } = await bridge.request('graphText', { format });
    bridge.post({ kind: 'copy', text, formatName });
  };
  const entries: readonly (readonly [label: string, run: () => unknown])[] = [
    [l10n.t('Save as SVG…'), () => save('svg', new TextEncoder().encode(renderPicture().text))],
    [l10n.t('Save as PNG…'), async () => save('png', await renderPng(renderPicture()))],
    [l10n.t('Copy as SVG'), () => bridge.post({ kind: 'copy', text: renderPicture().text, formatName: 'SVG' })],
    [l10n.t('Copy as DOT'), () => copy('dot', 'Graphviz DOT')],
    [l10n.t('Copy as Mermaid'), () => copy('mermaid', 'Mermaid')],
  ];
  return entries.map(([label, run]) => ({
    label,
    async run() {
      try {
        await run();
      } catch (error) {
        bridge.post({ kind: 'showWarning', reason: errorMessage(error) });
      }
    },
  }));
}
