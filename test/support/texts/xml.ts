/** A strict reader of the XML subset that pictures use; anything else is an error. */

import { expect } from 'vitest';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text of this element without that of its children. */
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

export function parseXml(source: string): XmlElement {
  const outside = { name: '', attributes: {}, children: [] as XmlElement[], text: '' };
  const open = [outside];
  const token = /<(\/?)([a-zA-Z]+)((?: [a-zA-Z:-]+="[^"<]*")*)(\/?)>|([^<]+)/y;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const [, slash, name, attributes, isEmpty, text] = token.exec(source) ?? [];
    const innermost = open.at(-1)!;
    if (text !== undefined) {
      innermost.text += read(text);
    } else if (name === undefined) {
      throw new Error(`No XML: ${source.slice(at, at + 80)}`);
    } else if (slash) {
      expect(name).toBe(open.pop()!.name);
    } else {
      const element = { name, attributes: attributesOf(attributes), children: [], text: '' };
      innermost.children.push(element);
      if (!isEmpty) open.push(element);
    }
  }
  expect(open).toEqual([outside]);
  expect(outside.children).toHaveLength(1);
  expect(outside.text.trim()).toBe('');
  return outside.children[0];
}

/** All elements of a name, in the order of the text. */
export function elementsNamed(element: XmlElement, name: string): readonly XmlElement[] {
  const inside = element.children.flatMap((child) => elementsNamed(child, name));
  return element.name === name ? [element, ...inside] : inside;
}

function attributesOf(source: string): Readonly<Record<string, string>> {
  const pairs = Array.from(source.matchAll(/ ([^=]+)="([^"]*)"/g), ([, name, value]) => [name, read(value)] as const);
  const attributes = Object.fromEntries(pairs);
  expect(Object.keys(attributes), 'no attribute twice').toHaveLength(pairs.length);
  return attributes;
}

function read(escaped: string): string {
  expect(escaped).not.toMatch(/[\p{Cc}\p{Cs}\ufffe\uffff](?<!\n)/u);
  return escaped.replaceAll(/&(\w*;?)/g, (_, entity: string) => {
    const character = entities[entity.slice(0, -1)];
    if (character === undefined || !entity.endsWith(';')) throw new Error(`No entity: &${entity}`);
    return character;
  });
}
