/** A toolbar button: an icon, with its label beside it where there is room. */

import { Icon, type IconName } from './Icon.tsx';

interface Props {
  readonly icon: IconName;
  readonly label: string;
  /** The button's effect, as a sentence. */
  readonly title: string;
  /** Widths at which the label is visible; screen readers always read it. */
  readonly labelVisibility: 'inAll' | 'inWide' | 'inNone';
  readonly isPrimary?: boolean;
  /** Pressed state of a toggle button. */
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
}

/** A disabled button keeps the focus, so that keyboard navigation continues from it. */
export function BarButton({
  icon,
  label,
  title,
  labelVisibility,
  isPrimary = false,
  isPressed,
  isDisabled,
  onClick,
}: Props) {
  return (
    <button
      type="button"
      className={`bar-button label-${labelVisibility} ${isPrimary ? 'primary' : ''}`}
      title={title}
      aria-label={label}
      aria-pressed={isPressed}
      aria-disabled={isDisabled}
      onClick={isDisabled ? undefined : onClick}
    >
      <Icon name={icon} />
      {labelVisibility !== 'inNone' && <span className="label">{label}</span>}
    </button>
  );
}
