/** The kind of a value whose numbers are not displayed: `scalar`, or `[100×16]`. */

import * as l10n from '@vscode/l10n';
import { formatDimensions } from '../../display/quantity.ts';
import type { Shape } from '../../engine/ir/shape.ts';

export function formatShapeKind(shape: Shape): string {
  return shape.length === 0 ? l10n.t('scalar') : formatDimensions(shape);
}
