/** XML elements as text. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** @param content XML, inserted as it is. Undefined attributes are omitted. */
export function element(name: string, attributes: Attributes, content: readonly string[] = []): string {
  const attributeTexts = Object.entries(attributes).map(([attribute, value]) =>
    value === undefined ? '' : ` ${attribute}="${typeof value === 'number' ? formatNumber(value) : escapeXml(value)}"`,
  );
  const openingTag = `<${name}${attributeTexts.join('')}`;
  return content.length === 0 ? `${openingTag}/>` : `${openingTag}>${content.join('')}</${name}>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Replaces characters that XML cannot represent, such as control characters and lone surrogates, by a space. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ')
    .replaceAll(/[&<>"]/g, (character) => entities[character]!);
}

function formatNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}
