/** The signs of the transport, drawn so that no font has to have them. */

const paths = {
  first: 'M3 3h2v10H3zM13 3v10L6 8z',
  back: 'M12 3v10L4 8z',
  next: 'M4 3v10l8-5z',
  play: 'M4 3v10l8-5z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  end: 'M4.4 3.3 8 6.9l3.6-3.6 1.1 1.1L9.1 8l3.6 3.6-1.1 1.1L8 9.1l-3.6 3.6-1.1-1.1L6.9 8 3.3 4.4z',
} as const;

interface Props {
  readonly sign: keyof typeof paths;
}

export function Icon({ sign }: Props) {
  return (
    <svg className="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[sign]} fill="currentColor" />
    </svg>
  );
}
