/** The angle of a point in every lane, as in `math/angle.ts`. */

import { atan2 as atan2InJs } from '../host';
import { mapLanes } from '../mapLanes';

export function atan2<T>(y: v128, x: v128): v128 {
  return mapLanes<T>(y, x, atan2InJs);
}
