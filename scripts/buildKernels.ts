/**
 * Generates the sources that follow from the operator table, and compiles the AssemblyScript kernels into a TypeScript
 * module, one build for each SIMD level: `node scripts/setup.mjs node scripts/buildKernels.ts`, with `--if-stale`
 * only if the module is older than a source.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dist, root } from './paths.ts';
import { run } from './run.ts';

const engineFolder = join(root, 'server', 'src', 'engine');
const wasmFolder = join(engineFolder, 'runtime', 'wasm');
const entryFile = join(wasmFolder, 'assembly', 'index.ts');
const outputFile = join(wasmFolder, 'generated', 'kernelBinaries.ts');

/**
 * Compiler flags of each SIMD level: the WebAssembly features it may use, and the constants that its sources test.
 */
const simdLevelFlags = {
  paired: ['--enable', 'simd', '--enable', 'relaxed-simd', '--use', 'isRelaxed=1', '--use', 'isPaired=1'],
  relaxed: ['--enable', 'simd', '--enable', 'relaxed-simd', '--use', 'isRelaxed=1', '--use', 'isPaired=0'],
  simd: ['--enable', 'simd', '--use', 'isRelaxed=0', '--use', 'isPaired=0'],
} as const;

/**
 * No garbage collector; the host provides the memory, and kernels use the addresses they are given. Warning 112
 * concerns functions that take vectors.
 */
const commonFlags = ['-Ospeed', '--noAssert', '--runtime', 'stub', '--importMemory', '--disableWarning', '112'];

/** Input of the generator, which is fast. */
const operatorSources = ['operators/**/*.ts', 'math/*.ts', 'ir/*.ts'];
const scriptSources = [import.meta.filename, ...globSync(join(import.meta.dirname, 'kernels', '*.ts'))];

function isUpToDate(): boolean {
  const generatedFile = join(wasmFolder, 'generated', 'elementwiseOpcodes.ts');
  if (!existsSync(outputFile) || !existsSync(generatedFile)) return false;
  const builtAt = statSync(outputFile).mtimeMs;
  const sources = [...scriptSources, ...engineFiles(operatorSources), ...importedFiles(entryFile)];
  return sources.every((source) => existsSync(source) && statSync(source).mtimeMs <= builtAt);
}

function engineFiles(patterns: readonly string[]): readonly string[] {
  return globSync(patterns, { cwd: engineFolder })
    .sort()
    .map((file) => join(engineFolder, file));
}

/** Input of the compiler, which takes seconds: an AssemblyScript file and all that it imports, directly or not. */
function importedFiles(entry: string): readonly string[] {
  const files = new Set([entry]);
  for (const file of files) {
    if (!existsSync(file)) continue;
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)) {
      files.add(`${join(dirname(file), path)}.ts`);
    }
  }
  return [...files].sort();
}

async function generateSources(): Promise<void> {
  const { generatedSources } = await import('./kernels/generate.ts');
  for (const [path, source] of await generatedSources()) {
    const file = join(engineFolder, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === source) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source);
  }
}

async function buildKernels(): Promise<void> {
  const hash = createHash('sha256').update(JSON.stringify([commonFlags, simdLevelFlags]));
  for (const file of importedFiles(entryFile)) hash.update(readFileSync(file));
  const headerComment = `/** The kernels of each SIMD level, compiled, in base64. Written by \`scripts/buildKernels.ts\` from sources with the hash ${hash.digest('hex')}. */`;
  if (existsSync(outputFile) && readFileSync(outputFile, 'utf8').startsWith(headerComment)) {
    const now = new Date();
    utimesSync(outputFile, now, now);
    return;
  }
  const exportStatements = await Promise.all(
    Object.entries(simdLevelFlags).map(async ([level, levelFlags]) => {
      const binary = join(dist, 'kernels', `${level}.wasm`);
      await run('asc', [entryFile, '-o', binary, ...commonFlags, ...levelFlags]);
      return `export const ${level} =\n  '${readFileSync(binary, 'base64')}';\n`;
    }),
  );
  writeFileSync(outputFile, [headerComment, ...exportStatements].join('\n'));
}

if (!process.argv.includes('--if-stale') || !isUpToDate()) {
  await generateSources();
  await buildKernels();
}
