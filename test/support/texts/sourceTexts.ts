/** User-facing texts in the sources, found in their syntax trees. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vitest/node';
import { root } from '../../../scripts/paths.ts';

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
interface SyntaxNode {
  readonly file: string;
  readonly source: string;
  readonly node: Node & Readonly<Record<string, unknown>>;
  readonly ancestors: readonly SyntaxNode['node'][];
}

/** The texts that `l10n.t` is called with, as it looks them up. */
export function translatedTexts(): readonly Found[] {
  return syntaxNodes().flatMap(translatedIn);
}

/** Those that are asked for at the top level of a module of the server or the page; the client is loaded when the language is known. */
export function topLevelTexts(): readonly Found[] {
  const isTopLevel = ({ file, ancestors }: SyntaxNode) =>
    !file.startsWith('client/src/') && !ancestors.some(isDeferred);
  return syntaxNodes().filter(isTopLevel).flatMap(translatedIn);
}

/** What reads as English and stands where no translation reaches it, though users may read it. */
export function untranslatedTexts(): readonly Found[] {
  return syntaxNodes().flatMap((syntaxNode) => {
    const text = writtenText(syntaxNode);
    if (text === undefined || syntaxNode.ancestors.some((node) => isTranslated(syntaxNode.source, node))) return [];
    const isUserFacing = isProse(text) || (isShown(syntaxNode) && /[A-Za-z]{2}/.test(text));
    return isUserFacing && !exemptions.some((isExempt) => isExempt(syntaxNode))
      ? [{ file: syntaxNode.file, text }]
      : [];
  });
}

/** Three words in a row, or two that begin or end as a sentence does: no code has them. */
function isProse(text: string): boolean {
  return /[A-Za-z]{2,},? [A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+ [a-z]{2,}|[A-Za-z]{2,} [a-z]{2,}[.?!]$/m.test(text);
}

/** Whether it stands where nothing stands but what is shown or read out. */
function isShown({ source, node, ancestors }: SyntaxNode): boolean {
  if (node.type === 'JSXText') return true;
  const [parent] = ancestors;
  if (parent?.type === 'JSXAttribute')
    return /^(?:title|label|alt|placeholder|aria-?(?:label|description|valuetext|roledescription))$/i.test(
      textOf(source, parent.name),
    );
  return parent?.type === 'CallExpression' && /(?:^inform|^warn|Message)$/.test(textOf(source, parent.callee));
}

/** Where English is meant for those who program: rows of what a place may be. */
const exemptions: readonly ((syntaxNode: SyntaxNode) => boolean)[] = [
  // The command line is read by scripts, and what is exported by other programs.
  ({ file }) => /^server\/src\/(?:node\/bp|export\/(?:graph\/|pytorch\/|backward\/source\.ts))/.test(file),
  // Headings of the documentation, which is English.
  ({ file }) => file === 'server/src/engine/operators/table.ts',
  // Tables that know no language are translated where they are shown, code in another language nowhere.
  ({ ancestors }) => ancestors.some(({ type, key }) => type === 'Property' && tableColumns.has(nameOf(key))),
  ({ source, ancestors: [call] }) => call?.type === 'CallExpression' && textOf(source, call.callee) === 'comparison',
  // What only a mistake in the program brings about, and what goes into a log.
  ({ ancestors }) => ancestors.some(({ type }) => type === 'ThrowStatement'),
  ({ source, ancestors }) =>
    ancestors.some(
      (node) =>
        node.type === 'CallExpression' && /(?:#log|reportError|console\.\w+)$/.test(textOf(source, node.callee)),
    ),
  // Names of kinds, of classes and of styles.
  ({ ancestors: [parent] }) => parent?.type === 'SwitchCase' || parent?.type.startsWith('TS') === true,
  ({ ancestors }) => ancestors.some(({ type, name }) => type === 'JSXAttribute' && nameOf(name) === 'className'),
];

const tableColumns: ReadonlySet<string> = new Set([
  'doc',
  'localRule',
  'undefinedWhere',
  'requirement',
  'example',
  'torch',
  'advice',
]);

function translatedIn(syntaxNode: SyntaxNode): readonly Found[] {
  const text = translatedText(syntaxNode);
  return text === undefined ? [] : [{ file: syntaxNode.file, text }];
}

function translatedText({ source, node }: SyntaxNode): string | undefined {
  if (node.type === 'TaggedTemplateExpression' && isTranslation(source, node.tag)) {
    return partsOf(asNode(node.quasi)).reduce((text, part, index) => `${text}{${index - 1}}${part}`);
  }
  if (node.type !== 'CallExpression' || !isTranslation(source, node.callee)) return undefined;
  const [message] = node.arguments as readonly SyntaxNode['node'][];
  return message?.type === 'Literal' ? String(message.value) : undefined;
}

/** The text of a literal, of a template without what is filled in, or between tags. */
function writtenText({ node }: SyntaxNode): string | undefined {
  if (node.type === 'JSXText' || (node.type === 'Literal' && typeof node.value === 'string')) return String(node.value);
  return node.type === 'TemplateLiteral' ? partsOf(node).join('…') : undefined;
}

function partsOf({ quasis }: SyntaxNode['node']): readonly string[] {
  return (quasis as readonly { readonly value: { readonly cooked: string } }[]).map(({ value }) => value.cooked);
}

function isTranslated(source: string, node: SyntaxNode['node']): boolean {
  return node.type === 'TaggedTemplateExpression'
    ? isTranslation(source, node.tag)
    : node.type === 'CallExpression' && isTranslation(source, node.callee);
}

function isTranslation(source: string, called: unknown): boolean {
  return textOf(source, called) === 'l10n.t';
}

function textOf(source: string, node: unknown): string {
  const { start, end } = asNode(node);
  return source.slice(start, end);
}

/** The name of an identifier, or the text of a key in quotes. */
function nameOf(node: unknown): string {
  const { name, value } = asNode(node);
  return String(name ?? value);
}

/** What is in it runs when it is called, or when an object is made. */
function isDeferred({ type, static: isStatic }: SyntaxNode['node']): boolean {
  const isFunction =
    type === 'ArrowFunctionExpression' || type === 'FunctionExpression' || type === 'FunctionDeclaration';
  return isFunction || (type === 'PropertyDefinition' && isStatic !== true);
}

let cached: readonly SyntaxNode[] | undefined;

/** Every node of every source of the product. */
function syntaxNodes(): readonly SyntaxNode[] {
  cached ??= globSync('{client,server}/**/*.{ts,tsx}', {
    cwd: root,
    exclude: ['server/src/engine/runtime/wasm/{built.ts,assembly/**}', 'server/src/language/library/built.ts'],
  }).flatMap(syntaxNodesIn);
  return cached;
}

function syntaxNodesIn(file: string): readonly SyntaxNode[] {
  const source = readFileSync(join(root, file), 'utf8');
  const found: SyntaxNode[] = [];
  const visit = (value: unknown, ancestors: readonly SyntaxNode['node'][]): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, ancestors);
    else if (isNode(value)) {
      found.push({ file, source, node: value, ancestors });
      for (const member of Object.values(value)) visit(member, [value, ...ancestors]);
    }
  };
  visit(parseAst(source, { lang: file.endsWith('x') ? 'tsx' : 'ts' }), []);
  return found;
}

function asNode(value: unknown): SyntaxNode['node'] {
  if (!isNode(value)) throw new Error('This is no node of a syntax tree.');
  return value;
}

function isNode(value: unknown): value is SyntaxNode['node'] {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
