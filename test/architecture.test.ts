/** Repository rules that no compiler or linter checks: layers, folder and file sizes, and comments that match the code. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

interface Layer {
  readonly name: string;
  /** Folders and files of the layer; a file belongs to the layer with the longest matching path. */
  readonly paths: readonly string[];
  /** Other layers that it may import. */
  readonly layers: readonly string[];
  /** Libraries that it may import; `node:` means all modules of Node. */
  readonly libraries: readonly string[];
}

const layers: readonly Layer[] = [
  { name: 'manifest', paths: ['package.json'], layers: [], libraries: [] },
  { name: 'protocol', paths: ['protocol/'], layers: [], libraries: ['valibot'] },
  {
    name: 'engine',
    paths: ['server/src/engine/'],
    layers: [],
    libraries: [
      '@vscode/l10n',
      'pure-rand/distribution/uniformFloat64',
      'pure-rand/distribution/uniformInt',
      'pure-rand/generator/xoroshiro128plus',
      'pure-rand/types/RandomGenerator',
    ],
  },
  {
    name: 'language',
    paths: ['server/src/language/'],
    layers: ['data', 'engine'],
    libraries: ['@vscode/l10n', 'fastest-levenshtein'],
  },
  { name: 'data', paths: ['server/src/data/'], layers: ['engine'], libraries: ['@vscode/l10n', 'papaparse'] },
  { name: 'display', paths: ['server/src/display/'], layers: ['engine'], libraries: ['get-east-asian-width'] },
  {
    name: 'snapshot',
    paths: ['server/src/snapshot/'],
    layers: ['display', 'data', 'language', 'engine'],
    libraries: ['@vscode/l10n'],
  },
  {
    name: 'training',
    paths: ['server/src/training/'],
    layers: ['snapshot', 'data', 'language', 'engine'],
    libraries: ['@vscode/l10n'],
  },
  { name: 'format', paths: ['server/src/format/'], layers: ['snapshot', 'display', 'language'], libraries: [] },
  {
    name: 'actions',
    paths: ['server/src/actions/'],
    layers: ['snapshot', 'language', 'engine', 'protocol'],
    libraries: ['@vscode/l10n'],
  },
  {
    name: 'explain',
    paths: ['server/src/explain/'],
    layers: ['snapshot', 'display', 'language', 'engine'],
    libraries: ['@vscode/l10n'],
  },
  {
    name: 'graph',
    paths: ['server/src/graph/'],
    layers: ['explain', 'training', 'snapshot', 'display', 'language', 'engine', 'protocol'],
    libraries: ['@vscode/l10n'],
  },
  {
    name: 'evaluator',
    paths: ['server/src/evaluation/'],
    layers: ['snapshot', 'language', 'engine'],
    libraries: ['@vscode/l10n'],
  },
  {
    name: 'files',
    paths: ['server/src/files/'],
    layers: ['evaluator', 'training', 'snapshot', 'data', 'language', 'engine', 'protocol'],
    libraries: ['@vscode/l10n', 'vscode-languageserver'],
  },
  {
    name: 'documents',
    paths: ['server/src/documents/'],
    layers: ['files', 'evaluator', 'training', 'snapshot', 'language', 'engine', 'protocol'],
    libraries: ['@vscode/l10n', 'vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  {
    name: 'features',
    paths: ['server/src/features/'],
    layers: [
      'actions',
      'documents',
      'files',
      'evaluator',
      'graph',
      'export',
      'explain',
      'format',
      'training',
      'snapshot',
      'display',
      'data',
      'language',
      'engine',
      'protocol',
    ],
    libraries: ['@vscode/l10n', 'vscode-languageserver'],
  },
  {
    name: 'export',
    paths: ['server/src/export/'],
    layers: ['graph', 'explain', 'format', 'snapshot', 'display', 'language', 'engine', 'protocol'],
    libraries: ['@vscode/l10n'],
  },
  {
    name: 'server',
    paths: ['server/src/'],
    layers: [
      'features',
      'documents',
      'files',
      'export',
      'graph',
      'evaluator',
      'snapshot',
      'display',
      'data',
      'language',
      'engine',
      'protocol',
    ],
    libraries: ['@vscode/l10n', 'valibot', 'vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  {
    name: 'server on Node',
    paths: ['server/src/node/'],
    layers: [
      'server',
      'documents',
      'files',
      'features',
      'export',
      'format',
      'graph',
      'evaluator',
      'training',
      'snapshot',
      'display',
      'data',
      'language',
      'engine',
      'protocol',
      'manifest',
    ],
    libraries: ['@vscode/l10n', 'node:', 'vscode-languageserver/node'],
  },
  {
    name: 'server in browsers',
    paths: ['server/src/browser/'],
    layers: ['server', 'documents', 'files', 'evaluator', 'engine', 'protocol'],
    libraries: ['@vscode/l10n', 'vscode-languageserver/browser'],
  },
  {
    name: 'client',
    paths: ['client/src/'],
    layers: ['protocol'],
    libraries: ['vscode', 'vscode-languageclient', 'valibot', 'markdown-it'],
  },
  {
    name: 'webview',
    paths: ['client/webview/'],
    layers: ['protocol'],
    libraries: [
      '@vscode/l10n',
      'react',
      'react-dom',
      'react-dom/client',
      '@xyflow/react',
      '@xyflow/react/dist/style.css',
      'uplot',
      'uplot/dist/uPlot.min.css',
      'get-east-asian-width',
      'markdown-it',
      'valibot',
    ],
  },
  {
    name: 'client on Node',
    paths: ['client/src/node/'],
    layers: ['client', 'protocol'],
    libraries: ['node:', 'vscode', 'vscode-languageclient/node'],
  },
  {
    name: 'client in browsers',
    paths: ['client/src/browser/'],
    layers: ['client', 'protocol'],
    libraries: ['vscode', 'vscode-languageclient/browser'],
  },
];

const root = join(import.meta.dirname, '..');
const product = filesOf('{client,protocol,server}/**/*.{ts,tsx}');
const sources = [...product, ...filesOf('{scripts,test}/**/*.{ts,mjs}')];
const everything = [...sources, 'vitest.config.ts'];

test.each(layers)('the layer $name imports only allowed layers and libraries', (layer) => {
  const files = product.filter((file) => layerOf(file) === layer);
  const imports = files.flatMap((file) => importsOf(file).map((specifier) => ({ file, specifier })));
  expect(imports.filter(({ file, specifier }) => !mayImport(layer, file, specifier))).toEqual([]);
});

test('every file of the product belongs to a layer', () => {
  expect(product.filter((file) => layerOf(file) === undefined)).toEqual([]);
});

test('no file of the product is longer than 400 lines', () => {
  expect(product.filter((file) => read(file).split('\n').length > 400)).toEqual([]);
});

test('no folder has more than 20 source files', () => {
  const folders = sources.map((file) => dirname(file));
  const sizeOf = (folder: string) => folders.filter((other) => other === folder).length;
  expect([...new Set(folders)].filter((folder) => sizeOf(folder) > 20)).toEqual([]);
});

test('the product has no import cycles, including type imports', () => {
  expect(circularIn(importGraph())).toEqual([]);
});

test('the folders of the protocol import only those before them', () => {
  const folders = ['shared', 'pictures', 'editor', 'panel', 'markdown'];
  const indexOf = (file: string) => folders.indexOf(file.split('/')[1]!);
  const imports = [...importGraph()].filter(([file]) => file.startsWith('protocol/'));
  expect(imports.filter(([file]) => indexOf(file) < 0)).toEqual([]);
  expect(
    imports.flatMap(([file, imported]) =>
      [...imported].filter((other) => indexOf(other) > indexOf(file)).map((other) => `${file} imports ${other}`),
    ),
  ).toEqual([]);
});

test('the folders of the language have no import cycles', () => {
  const root = 'server/src/language/';
  const folderOf = (file: string) => file.slice(root.length).split('/')[0]!;
  const folders = new Map<string, Set<string>>();
  for (const [file, imports] of importGraph()) {
    if (!file.startsWith(root)) continue;
    const imported = folders.get(folderOf(file)) ?? new Set();
    folders.set(folderOf(file), imported);
    for (const other of imports)
      if (other.startsWith(root) && folderOf(other) !== folderOf(file)) imported.add(folderOf(other));
  }
  expect(circularIn(folders)).toEqual([]);
});

test('every file begins with a doc comment', () => {
  expect(everything.filter((file) => !/^(#!.*\n)?\/\*\*/.test(read(file)))).toEqual([]);
});

test('no file silences the compiler or the linter', () => {
  const silencing = /@ts[-](ignore|nocheck|expect-error)|biome[-]ignore/;
  expect(everything.filter((file) => silencing.test(read(file)))).toEqual([]);
});

test('the product measures time with a monotonic clock', () => {
  // It compares the times of files, which come from the clock on the wall.
  const fileTimes = 'server/src/node/files/boundedRead.ts';
  const users = product.filter((file) => /\bDate\.now\b|new Date\(\)|process\.hrtime/.test(read(file)));
  expect(users).toEqual([fileTimes]);
});

test('every @param and @property names something in the declaration below it', () => {
  const unknown = product.flatMap((file) =>
    Array.from(read(file).matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*/g), (match) => {
      const declared = signatureAt(read(file), match.index + match[0].length);
      const names = Array.from(match[1].matchAll(/@(?:param|property) (\w+)/g), ([, name]) => name);
      return names.filter((name) => !new RegExp(`\\b${name}\\b`).test(declared)).map((name) => `${file}: ${name}`);
    }).flat(),
  );
  expect(unknown).toEqual([]);
});

test('every camelCase identifier in backticks in a comment exists', () => {
  const isGenerated = (file: string) => /\/(built|kernelBinaries)\.ts$/.test(file);
  /** True for `dL_dx`, or a part of `dL/dx`. */
  const isDerivative = (name: string) => /^dL(_|$)/.test(name);
  const programs = [...product, ...filesOf('scripts/**/*.{ts,mjs}')];
  const code = [...programs.filter((file) => !isGenerated(file)), 'package.json'].map((file) =>
    file.endsWith('.json') ? read(file) : read(file).replace(comment, ''),
  );
  const known = new Set(code.flatMap((text) => text.match(/[\w$]+/g) ?? []));
  const unknown = product.flatMap((file) => {
    const comments = read(file).match(comment) ?? [];
    const names = comments.flatMap((text) => Array.from(text.matchAll(/`[^`\n]+`/g), ([quoted]) => quoted));
    const identifiers = names.flatMap((quoted) => quoted.match(/\b[a-z]+[A-Z]\w*/g) ?? []);
    return identifiers.filter((name) => !known.has(name) && !isDerivative(name)).map((name) => `${file}: ${name}`);
  });
  expect(unknown).toEqual([]);
});

test('every path in backticks in a comment or a guide exists', () => {
  const guides = [...filesOf('*.md'), ...filesOf('docs/**/*.md')].filter((file) => file !== 'CHANGELOG.md');
  const known = new Set(repositoryPaths().flatMap(endingsOf));
  const unknown = [...everything, ...guides].flatMap((file) => {
    const text = file.endsWith('.md') ? read(file) : (read(file).match(comment) ?? []).join('\n');
    return pathsIn(text)
      .filter((path) => !known.has(path))
      .map((path) => `${file}: ${path}`);
  });
  expect(unknown).toEqual([]);
});

/** Folders that the build writes. */
const builtFolders = /^(dist|\.vscode-test)\//;

/** The paths in backticks of folders, `engine/tensorLoops/`, and of files, `tensorLoops/sum.ts` or `{sum,scan}.ts` in a folder. */
function pathsIn(text: string): readonly string[] {
  const path = /`((?:[\w.-]+\/)+(?:[\w.{},-]+\.(?:tsx?|mjs|md|json|bp))?)`/g;
  return Array.from(text.matchAll(path), ([, quoted]) => quoted!)
    .filter((quoted) => !builtFolders.test(quoted))
    .flatMap((quoted) => {
      const [, start, names, end] = /^(.*)\{(.*)\}(.*)$/.exec(quoted) ?? [];
      return names === undefined ? [quoted] : names.split(',').map((name) => `${start}${name}${end}`);
    });
}

/** The files of the repository and their folders, which end in a slash. */
function repositoryPaths(): readonly string[] {
  const roots = '{client,docs,examples,images,l10n,protocol,scripts,server,syntaxes,test,walkthrough}';
  const files = [...filesOf('*.*'), ...filesOf(`${roots}/**/*.*`)].map((file) => file.replaceAll('\\', '/'));
  const folders = files.flatMap((file) =>
    file.split('/').map((_, depth, segments) => `${segments.slice(0, depth).join('/')}/`),
  );
  return [...new Set([...files, ...folders])];
}

/** A path and what remains of it without its first folders. */
function endingsOf(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.map((_, skipped) => segments.slice(skipped).join('/'));
}

const comment = /\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/.*$/gm;

/** A declaration up to the end of its parameter list, or up to the first blank line if it has none. */
function signatureAt(source: string, start: number): string {
  const declaration = source.slice(start).split(/\n\n/)[0];
  let depth = 0;
  for (let index = declaration.indexOf('('); index >= 0 && index < declaration.length; index++) {
    if (declaration[index] === '(') depth++;
    if (declaration[index] === ')' && --depth === 0) return declaration.slice(0, index);
  }
  return declaration;
}

function mayImport(layer: Layer, file: string, specifier: string): boolean {
  if (specifier.startsWith('.')) {
    const target = layerOf(join(file, '..', specifier));
    return target === layer || (target !== undefined && layer.layers.includes(target.name));
  }
  return layer.libraries.includes(specifier.startsWith('node:') ? 'node:' : specifier);
}

type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>;

/** The imports of each file of the product. */
function importGraph(): ImportGraph {
  const filesImportedBy = (file: string) =>
    importsOf(file).map((specifier) => (specifier.startsWith('.') ? join(file, '..', specifier) : specifier));
  return new Map(product.map((file) => [file, new Set(filesImportedBy(file))]));
}

/** Files on an import cycle. */
function circularIn(graph: ImportGraph): readonly string[] {
  return [...graph.keys()].filter((file) => reachableFrom(file, graph).has(file));
}

function reachableFrom(start: string, graph: ImportGraph): ReadonlySet<string> {
  const reached = new Set(graph.get(start));
  // Iterating a set includes elements added meanwhile.
  for (const file of reached) for (const target of graph.get(file) ?? []) reached.add(target);
  return reached;
}

function layerOf(file: string): Layer | undefined {
  const candidates = layers.flatMap((layer) => layer.paths.map((path) => ({ layer, path })));
  const matching = candidates.filter(({ path }) => file.startsWith(path));
  return matching.sort((a, b) => b.path.length - a.path.length)[0]?.layer;
}

function importsOf(file: string): readonly string[] {
  return Array.from(read(file).matchAll(/\b(?:from |import |import\()'([^']+)'/g), ([, specifier]) => specifier!);
}

function filesOf(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: root });
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
