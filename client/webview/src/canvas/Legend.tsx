/** What the colour and the width of a wire say. */

import { highestLevel, showMagnitude, strokeOf } from './scale.ts';
import { useShown } from './shown.ts';

interface Props {
  /** What the gradients are of. */
  readonly root: string;
}

const length = 56;

export function Legend({ root }: Props) {
  const scale = useShown(({ looks }) => looks.scale);
  if (!scale) return null;
  const [from, to] = [showMagnitude(scale.from), showMagnitude(scale.to)];
  const [thin, wide] = [strokeOf(0) / 2, strokeOf(highestLevel) / 2];
  return (
    <div className="legend">
      <span>|∂{root}|</span>
      <span>{from}</span>
      {from !== to && (
        <>
          <svg width={length} height={10} aria-hidden="true">
            <defs>
              <linearGradient id="legend-ramp">
                <stop offset="0" className="ramp-start" />
                <stop offset="1" className="ramp-end" />
              </linearGradient>
            </defs>
            <path d={`M0,${5 - thin}L${length},${5 - wide}V${5 + wide}L0,${5 + thin}z`} fill="url(#legend-ramp)" />
          </svg>
          <span className="visually-hidden">to</span>
          <span>{to}</span>
        </>
      )}
    </div>
  );
}
