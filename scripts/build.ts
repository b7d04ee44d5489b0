/** Bundles the extension into dist/: `node scripts/build.ts`, with `--minify` for the package. */
import { chmod, glob, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { renderNotices } from './notices.ts';
import { dist, root } from './paths.ts';

/** The libraries in CommonJS ask for Node's own modules by `require`, which a bundle in ESM has to bring. */
const requireShim =
  "import { createRequire as createRequireForLibraries } from 'node:module';\n" +
  'const require = createRequireForLibraries(import.meta.url);';

/** What the programs on Node have in common is packed once. */
const sharedChunkPrefix = 'shared';

const browserOptions: BuildOptions = {
  format: 'iife',
  platform: 'browser',
  target: 'chrome120',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** One row a bundle. The clients alone are CommonJS, which every VS Code can load. */
const bundles: readonly BuildOptions[] = [
  { entryPoints: ['client/src/node/main.ts'], outfile: 'dist/client.cjs', format: 'cjs', external: ['vscode'] },
  {
    entryPoints: {
      server: 'server/src/node/main.ts',
      engineWorker: 'server/src/node/engineWorker.ts',
      bp: 'server/src/node/bp.ts',
    },
    outdir: 'dist',
    format: 'esm',
    banner: { js: requireShim },
    splitting: true,
    // Beside the entry points, since some files are found by where their code is.
    chunkNames: `${sharedChunkPrefix}-[hash]`,
  },
  {
    entryPoints: { client: 'client/src/browser/main.ts' },
    outdir: 'dist/browser',
    ...browserOptions,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
  },
  {
    entryPoints: { server: 'server/src/browser/main.ts', engineWorker: 'server/src/browser/engineWorker.ts' },
    outdir: 'dist/browser',
    ...browserOptions,
  },
  {
    entryPoints: { panel: 'client/webview/src/main.tsx', preview: 'client/webview/src/preview/main.ts' },
    outdir: 'dist/webview',
    ...browserOptions,
  },
];

export async function buildExtension(minify: boolean): Promise<void> {
  for await (const staleChunk of glob(`${sharedChunkPrefix}-*`, { cwd: dist })) await rm(join(dist, staleChunk));
  const results = await Promise.all(
    bundles.map((bundle) =>
      build({
        absWorkingDir: root,
        bundle: true,
        platform: 'node',
        target: 'node20',
        minify,
        sourcemap: !minify,
        logLevel: 'warning',
        ...bundle,
        metafile: true,
      }),
    ),
  );
  if (minify) await Promise.all(results.flatMap(({ metafile }) => Object.keys(metafile.outputs)).map(escapeNonAscii));
  await chmod(join(dist, 'bp.js'), 0o755);
  await writeFile(join(dist, 'NOTICES.txt'), await renderNotices(results.map((result) => result.metafile)));
}

/**
 * What esbuild leaves as it is, in tagged templates and patterns. V8 keeps two bytes of every character of a source as long as it is
 * loaded, if one of them is beyond Latin-1.
 */
async function escapeNonAscii(output: string): Promise<void> {
  if (!/\.c?js$/.test(output)) return;
  const file = join(root, output);
  const escapeUnit = (codeUnit: string): string => `\\u${codeUnit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  await writeFile(file, (await readFile(file, 'utf8')).replace(/[^\0-\x7f]/g, escapeUnit));
}

if (import.meta.main) await buildExtension(process.argv.includes('--minify'));
