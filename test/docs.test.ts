/** Generated documentation is up to date, and every example in it is valid. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { undocumentedCommands } from '../scripts/docs/accessibility.ts';
import { isWritable, writableGroups } from '../scripts/docs/operatorGroups.ts';
import { generatedFiles } from '../scripts/docs.ts';
import { root } from '../scripts/paths.ts';
import { operators } from '../server/src/engine/operators/table.ts';
import { Execution } from '../server/src/engine/runtime/execution.ts';
import { initializers } from '../server/src/engine/training/initializers.ts';
import { emptyContext } from '../server/src/language/lowering/context.ts';
import { analyze } from '../server/src/snapshot/snapshot.ts';
import { withValues } from '../server/src/snapshot/withValues.ts';
import { filesOf } from './support/models/memoryFiles.ts';

test.each(await generatedFiles())('$path matches the tables (npm run docs regenerates it)', (file) => {
  expect(read(file.path)).toBe(file.content);
});

test.each([
  ['ARCHITECTURE.md', 1_500],
  ['README.md', 1_200],
])('%s has at most %d words', (file, limit) => {
  expect(read(file).match(/\S+/g)!.length).toBeLessThanOrEqual(limit);
});

const pages = globSync('{*.md,docs/**/*.md}', { cwd: root });
const sources = globSync('{client,docs,examples,l10n,protocol,scripts,server,test}/**/*', { cwd: root });

test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('the identifiers that %s names exist in the sources', (page) => {
  const code = Array.from(read(page).matchAll(/`([^`\n]+)`/g), ([, text]) => text!);
  const identifiers = new Set(code.flatMap((text) => text.match(/\b[a-zA-Z]+[a-z][A-Z]\w*/g) ?? []));
  const text = [...sources, ...sources.filter((path) => /\.(tsx?|json)$/.test(path)).map(read)];
  expect([...identifiers].filter((name) => !text.some((source) => source.includes(name)))).toEqual([]);
});

test('ARCHITECTURE.md has a row for every folder of the server', () => {
  const folders = globSync('server/src/{,language/,engine/}*/', { cwd: root }).map((path) => `\`${basename(path)}/\``);
  const architecture = read('ARCHITECTURE.md');
  expect(folders.length).toBeGreaterThan(25);
  expect(folders.filter((folder) => !architecture.includes(`- ${folder}`))).toEqual([]);
});

test.each(pages)('the links of %s lead to pages and headings', (page) => {
  const links = Array.from(read(page).matchAll(/\]\(((?!https?:)[^)\s]+)\)/g), ([, link]) => link!);
  const leadsNowhere = (link: string): boolean => {
    const [path, heading] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path!);
    if (!existsSync(join(root, target))) return true;
    return heading !== undefined && !headingAnchors(read(target)).includes(heading);
  };
  expect(links.filter(leadsNowhere)).toEqual([]);
});

/** The anchors that GitHub generates for headings. */
function headingAnchors(markdown: string): readonly string[] {
  return Array.from(markdown.matchAll(/^#+ (.*)$/gm), ([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('every command has a row in the page on accessibility', () => {
  expect(undocumentedCommands()).toEqual([]);
});

test('every writable operator belongs to one group', () => {
  const grouped = writableGroups.flatMap(({ operators }) => operators.map(({ name }) => name));
  const written = operators.filter(isWritable).map(({ name }) => name);
  expect(grouped.toSorted()).toEqual(written.toSorted());
});

/** Definitions of the names in most examples. */
const common = `
param x[4, 3] ~ uniform(0.1, 0.9)
param W[3, 2] ~ glorot()
param gain[3] ~ ones()
param shift[3] ~ zeros()
param table[5, 2] ~ normal()
const y = [0.1, 0.9, 0.2, 0.8]
const z = [2, -1, 0.5, 1]
const q = [0.1, 0.2, 0.3, 0.4]
const p = [0.4, 0.3, 0.2, 0.1]
const f = 2
const score = [1, -1, 2, 0.5]
const scores = [[1, 2, 3], [3, 2, 1]]
param h[4, 3] ~ normal()
const target = [1, 0, 0, 1]
`;

const images = `
param x[8, 3, 28, 28] ~ normal()
param kernel[16, 3, 3, 3] ~ he()
`;

const files = filesOf({ 'names.txt': 'anna\nbob\n' });

/** Every example is valid in one of these contexts. */
const contexts: readonly string[] = [
  `${common}param a[3] ~ normal()\nparam b[3] ~ normal()\n`,
  `${common}param a[4, 3] ~ normal()\nparam b[4, 3] ~ normal()\n`,
  'param x[2] ~ normal()\n',
  'param x[3] ~ normal()\n',
  'param x[1, 4] ~ normal()\nconst y = [2, 4, 6, 8]\n',
  `${images}const adjoint = ones([8, 16, 26, 26])\n`,
  `${images}const adjoint = ones([8, 3, 14, 14])\n`,
  `${images}param values[8, 3, 28, 28] ~ normal()\n`,
  'data names = text("names.txt")\nparam logits[2, 5, 5] ~ normal()\n',
];

const withExamples = operators.filter(({ example }) => example !== undefined);

test.each(withExamples)('the example of $name, $example, is valid and uses it', ({ name, example }) => {
  const statement = example!.includes(' ~ ') ? example! : `result = ${example}`;
  const attempts = contexts.map((context) => analyze(`${context}${statement}`, 0, { ...emptyContext, files }));
  const valid = attempts.find(({ problems }) => problems.length === 0);
  expect(valid, attempts.map(({ problems }) => problems[0]?.message).join('; ')).toBeDefined();
  const { program } = valid!.model;
  // A size is computed during lowering and is not a node.
  if (name === 'size') return;
  const used = Array.from({ length: program.length }, (_, node) => program.operator(node).name);
  expect(used).toContain(name);
});

test.each(initializers)('the example of $name, $example, is valid', ({ name, example }) => {
  expect(example).toContain(`~ ${name}(`);
  expect(analyze(example).problems).toEqual([]);
});

/** Operands for all operators; large ones only for unary operators, as their powers would overflow. */
const points = [-2, -1, -0.5, 0, 0.5, 1, 2];
const ofOne = [-720, ...points, 720].map((x) => [x]);
const ofTwo = points.flatMap((a) => points.map((b) => [a, b]));

test.each(operators.filter(isWritable))(
  '$name is finite exactly where its row says',
  ({ domain, call, symbol, vjp }) => {
    const holds = domain?.contains ?? (() => true);
    const differing = (vjp.length === 1 ? ofOne : ofTwo).filter((operands) => {
      const [a, b] = operands;
      const written = symbol?.kind === 'infix' ? `(${a}) ${symbol.text} (${b})` : `${call?.name}(${operands})`;
      const hasFiniteValue = isValueFinite(`a = ${written}`);
      return hasFiniteValue !== undefined && hasFiniteValue !== holds(...operands);
    });
    expect(differing).toEqual([]);
  },
);

/** True if the value is finite; undefined if the operator takes other operands. */
function isValueFinite(text: string): boolean | undefined {
  const snapshot = analyze(text);
  if (snapshot.problems.length > 0) return undefined;
  const { problems } = withValues(snapshot, new Execution(snapshot.model.program).run());
  return !problems.some(({ code }) => code === 'not-finite');
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
