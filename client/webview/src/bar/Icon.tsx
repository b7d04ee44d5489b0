/** Toolbar icons, drawn as SVG so that no icon font is needed. */

/** One row per icon: its filled path and its stroked path. */
const icons = {
  first: { fillPath: 'M12.5 3v10L6 8z', strokePath: 'M4 3v10' },
  back: { strokePath: 'M13 8H3.5M7.5 4 3.5 8l4 4' },
  next: { strokePath: 'M3 8h9.5M8.5 4l4 4-4 4' },
  play: { fillPath: 'M4.5 3v10l8-5z' },
  pause: { fillPath: 'M4 3h3v10H4zM9 3h3v10H9z' },
  stop: { fillPath: 'M3.5 3.5h9v9h-9z' },
  end: { strokePath: 'M4 4l8 8M12 4l-8 8' },
  find: { strokePath: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3l3.5 3.5' },
  list: { strokePath: 'M6 4h8M6 8h8M6 12h8', fillPath: 'M2 3h2v2H2zM2 7h2v2H2zM2 11h2v2H2z' },
  reset: { strokePath: 'M4.4 4.7A4.75 4.75 0 1 1 3.3 8.6M4.2 1.8v3.1h3.1' },
  train: { strokePath: 'M2.5 2.5v11h11M5 5c1 5 3.5 6 8 6' },
  keep: { strokePath: 'M8 2.5v8M4.5 7 8 10.5 11.5 7M3 13.5h10' },
  table: { strokePath: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.2 3.5v9M9.8 3.5v9' },
  pin: { strokePath: 'M5.5 2.5h5M6.5 2.5v4.5L4 9.5h8L9.5 7V2.5M8 9.5V14' },
  export: { strokePath: 'M8 2v8.5M4.5 7 8 10.5 11.5 7M2.5 10.5v3h11v-3' },
} as const satisfies Record<string, { readonly fillPath?: string; readonly strokePath?: string }>;

export type IconName = keyof typeof icons;

export function Icon({ name }: { readonly name: IconName }) {
  const { fillPath, strokePath }: { readonly fillPath?: string; readonly strokePath?: string } = icons[name];
  return (
    <svg className="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {fillPath && <path d={fillPath} fill="currentColor" />}
      {strokePath && <path d={strokePath} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />}
    </svg>
  );
}
