/** The texts for users in the sources, found in their syntax trees. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vitest/node';
import { root } from '../../scripts/paths.ts';

interface Found {
  readonly file: string;
  readonly text: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A node with the members that are asked of it, and the nodes around it, innermost first. */
interface Place {
  readonly file: string;
  readonly source: string;
  readonly node: Node & Readonly<Record<string, unknown>>;
  readonly around: readonly Place['node'][];
}

/** The texts that `l10n.t` is called with, as it looks them up. */
export function namedTexts(): readonly Found[] {
  return places().flatMap((place) => {
    const text = namedText(place);
    return text === undefined ? [] : [{ file: place.file, text }];
  });
}

/** Those that are asked for at the top level of a module of the server or the page; the client is loaded when the language is known. */
export function frozenTexts(): readonly Found[] {
  const isFrozen = ({ file, around }: Place) => !file.startsWith('client/src/') && !around.some(isLater);
  return places()
    .filter(isFrozen)
    .flatMap((place) => {
      const text = namedText(place);
      return text === undefined ? [] : [{ file: place.file, text }];
    });
}

function namedText({ source, node }: Place): string | undefined {
  if (node.type === 'TaggedTemplateExpression' && isTranslation(source, node.tag)) {
    const { quasis } = asNode(node.quasi);
    const parts = (quasis as readonly { readonly value: { readonly cooked: string } }[]).map(
      ({ value }) => value.cooked,
    );
    return parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`);
  }
  if (node.type !== 'CallExpression' || !isTranslation(source, node.callee)) return undefined;
  const [message] = node.arguments as readonly Place['node'][];
  return message?.type === 'Literal' ? String(message.value) : undefined;
}

function isTranslation(source: string, called: unknown): boolean {
  const { start, end } = asNode(called);
  return source.slice(start, end) === 'l10n.t';
}

/** What is in it runs when it is called, or when an object is made. */
function isLater({ type, static: isStatic }: Place['node']): boolean {
  const isFunction =
    type === 'ArrowFunctionExpression' || type === 'FunctionExpression' || type === 'FunctionDeclaration';
  return isFunction || (type === 'PropertyDefinition' && isStatic !== true);
}

let read: readonly Place[] | undefined;

/** Every node of every source of the product. */
function places(): readonly Place[] {
  read ??= globSync('{client,server}/**/*.{ts,tsx}', { cwd: root, exclude: ['server/src/engine/kernels/**'] }).flatMap(
    placesIn,
  );
  return read;
}

function placesIn(file: string): readonly Place[] {
  const source = readFileSync(join(root, file), 'utf8');
  const found: Place[] = [];
  const visit = (value: unknown, around: readonly Place['node'][]): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, around);
    else if (isNode(value)) {
      found.push({ file, source, node: value, around });
      for (const member of Object.values(value)) visit(member, [value, ...around]);
    }
  };
  visit(parseAst(source, { lang: file.endsWith('x') ? 'tsx' : 'ts' }), []);
  return found;
}

function asNode(value: unknown): Place['node'] {
  if (!isNode(value)) throw new Error('This is no node of a syntax tree.');
  return value;
}

function isNode(value: unknown): value is Place['node'] {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
