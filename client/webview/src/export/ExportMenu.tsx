/** The menu that takes the graph along: into a file as a picture, or into the clipboard as text. */

import * as l10n from '@vscode/l10n';
import { toBase64 } from '../../../../server/src/protocol/base64.ts';
import type { TextFormat } from '../../../../server/src/protocol/panel/requests.ts';
import { Menu, type MenuItem } from '../bar/Menu.tsx';
import type { Bridge } from '../bridge.ts';
import { reasonOf } from '../reason.ts';
import { type Drawing, type Svg, svgOf } from './graphSvg.ts';
import { withPageStyle } from './pageStyle.ts';
import { pngOf } from './png.ts';

interface Props {
  readonly bridge: Bridge;
  /** Undefined while nothing is drawn. */
  readonly drawing: Drawing | undefined;
}

export function ExportMenu({ bridge, drawing }: Props) {
  return (
    <Menu
      sign="export"
      label={l10n.t('Export')}
      title={l10n.t('Saves the graph as it is seen now, or copies it.')}
      items={drawing ? itemsFor(bridge, drawing) : []}
      isDisabled={drawing === undefined}
    />
  );
}

function itemsFor(bridge: Bridge, drawing: Drawing): readonly MenuItem[] {
  const picture = (): Svg => withPageStyle((style) => svgOf(drawing, style));
  const save = (format: 'svg' | 'png', bytes: Uint8Array) =>
    bridge.say({ kind: 'save', format, base64: toBase64(bytes) });
  const copy = async (format: TextFormat, what: string) => {
    const { text } = await bridge.ask('graphText', { format });
    bridge.say({ kind: 'copy', text, what });
  };
  const items: readonly (readonly [label: string, act: () => unknown])[] = [
    [l10n.t('Save as SVG…'), () => save('svg', new TextEncoder().encode(picture().text))],
    [l10n.t('Save as PNG…'), async () => save('png', await pngOf(picture()))],
    [l10n.t('Copy as SVG'), () => bridge.say({ kind: 'copy', text: picture().text, what: 'SVG' })],
    [l10n.t('Copy as DOT'), () => copy('dot', 'Graphviz DOT')],
    [l10n.t('Copy as Mermaid'), () => copy('mermaid', 'Mermaid')],
  ];
  return items.map(([label, act]) => ({
    label,
    async act() {
      try {
        await act();
      } catch (error) {
        bridge.say({ kind: 'refusal', reason: reasonOf(error) });
      }
    },
  }));
}
