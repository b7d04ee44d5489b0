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

/** A syntax tree node with its ancestors, innermost first. */
interface SyntaxNode {
  readonly file: string;
  readonly source: string;
  readonly node: Node & Readonly<Record<string, unknown>>;
  readonly ancestors: readonly SyntaxNode['node'][];
}

/** The keys of all `l10n.t` calls. */
export function translatedTexts(): readonly Found[] {
  return syntaxNodes().flatMap(translatedIn);
}

/** Texts translated at module load in the server or the webview; the client is loaded after the locale is known. */
export function topLevelTexts(): readonly Found[] {
  const isTopLevel = ({ file, ancestors }: SyntaxNode) =>
    !file.startsWith('client/src/') && !ancestors.some(isDeferred);
  return syntaxNodes().filter(isTopLevel).flatMap(translatedIn);
}

/** English texts that users may read and that are not translated. */
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

/** Three words in a row, or two that begin or end like a sentence; code has neither. */
function isProse(text: string): boolean {
  return /[A-Za-z]{2,},? [A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+ [a-z]{2,}|[A-Za-z]{2,} [a-z]{2,}[.?!]$/m.test(text);
}

/** True for JSX texts, labels and messages. */
function isShown({ source, node, ancestors }: SyntaxNode): boolean {
  if (node.type === 'JSXText') return true;
  const [parent] = ancestors;
  if (parent?.type === 'JSXAttribute')
    return /^(?:title|label|alt|placeholder|aria-?(?:label|description|valuetext|roledescription))$/i.test(
      textOf(source, parent.name),
    );
  return parent?.type === 'CallExpression' && /(?:^inform|^warn|Message)$/.test(textOf(source, parent.callee));
}

/** Positions where English is for developers. */
const exemptions: readonly ((syntaxNode: SyntaxNode) => boolean)[] = [
  // The command line is read by scripts, and exports are read by other programs.
  ({ file }) => /^server\/src\/(?:node\/bp|export\/(?:graph\/|pytorch\/|backward\/source\.ts))/.test(file),
  // Headings of the documentation, which is English.
  ({ file }) => file === 'server/src/engine/operators/table.ts',
  // Tables are translated when their texts are shown, and code in another language never is.
  ({ ancestors }) => ancestors.some(({ type, key }) => type === 'Property' && tableColumns.has(nameOf(key))),
  ({ source, ancestors: [call] }) => call?.type === 'CallExpression' && textOf(source, call.callee) === 'comparison',
  // Refusals of malformed messages, for those who write clients.
  ({ file }) => file.startsWith('server/src/connection/'),
  // Messages of programming errors, and log entries.
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
  'gradientDoc',
  'undefinedWhere',
  'requirement',
  'example',
  'torch',
  'advice',
  'usage',
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

/** The text of a literal, of a template without its substitutions, or between tags. */
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

/** True if the code inside runs when called or on construction. */
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
    exclude: ['server/src/engine/runtime/wasm/{generated,assembly}/**', 'server/src/language/library/built.ts'],
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
