/** Menu that chooses the content of a view, and is its title. */

interface Props {
  /** For screen readers. */
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly onChoose: (value: string) => void;
}

export function ViewMenu({ label, value, options, onChoose }: Props) {
  return (
    <select className="view-menu" aria-label={label} value={value} onChange={({ target }) => onChoose(target.value)}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}
