/** A button of the bar: a sign, and what it is called beside it where there is room. */

import { Icon, type IconName } from './Icon.tsx';

interface Props {
  readonly icon: IconName;
  readonly label: string;
  /** What it does, as a sentence. */
  readonly title: string;
  /** Where the label is to be read; screen readers read it everywhere. */
  readonly labelVisibility: 'inAll' | 'inWide' | 'inNone';
  readonly isPrimary?: boolean;
  /** Of a button that switches something on and off. */
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
}

/** One that is disabled keeps the focus, so that the keys still lead on from it. */
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
