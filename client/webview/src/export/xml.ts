/** Elements of XML as text. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** @param content is XML already. Attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes, content: readonly string[] = []): string {
  const attributeTexts = Object.entries(attributes).map(([attribute, value]) =>
    value === undefined ? '' : ` ${attribute}="${typeof value === 'number' ? formatNumber(value) : escapeXml(value)}"`,
  );
  const openingTag = `<${name}${attributeTexts.join('')}`;
  return content.length === 0 ? `${openingTag}/>` : `${openingTag}>${content.join('')}</${name}>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML has no sign for, as a control character or half of a pair, is a space. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ')
    .replaceAll(/[&<>"]/g, (character) => entities[character]!);
}

function formatNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}
