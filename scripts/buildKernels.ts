/** Compiles the kernels in AssemblyScript, one build a feature level, into a module of TypeScript: `node scripts/buildKernels.ts`, with `--if-older` only where that is older than a source. */
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist, root } from './paths.ts';
import { run } from './run.ts';

const engineFolder = join(root, 'server', 'src', 'engine');
const wasmFolder = join(engineFolder, 'runtime', 'wasm');
const outputFile = join(wasmFolder, 'built.ts');

/** What each build may use beyond what every WebAssembly has, and the constants that tell its sources. */
const featureLevels = {
  paired: ['--enable', 'simd', '--enable', 'relaxed-simd', '--use', 'isRelaxed=1', '--use', 'isPaired=1'],
  relaxed: ['--enable', 'simd', '--enable', 'relaxed-simd', '--use', 'isRelaxed=1', '--use', 'isPaired=0'],
  simd: ['--enable', 'simd', '--use', 'isRelaxed=0', '--use', 'isPaired=0'],
} as const;

function isUpToDate(): boolean {
  const builtAt = statSync(outputFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = globSync(
    [
      'math/{coefficients,erfCoefficients}.ts',
      'runtime/wasm/{opcodes,elementwiseOpcodes}.ts',
      'runtime/wasm/assembly/**/*.ts',
    ],
    { cwd: engineFolder },
  ).map((file) => join(engineFolder, file));
  return [import.meta.filename, ...sources].every((source) => statSync(source).mtimeMs <= builtAt);
}

async function buildKernels(): Promise<void> {
  const exportStatements = await Promise.all(
    Object.entries(featureLevels).map(async ([level, featureFlags]) => {
      const binary = join(dist, 'kernels', `${level}.wasm`);
      await run('asc', [join(wasmFolder, 'assembly', 'index.ts'), '-o', binary, ...commonFlags, ...featureFlags]);
      return `export const ${level} =\n  '${readFileSync(binary, 'base64')}';\n`;
    }),
  );
  const headerComment =
    '/** The kernels of each feature level, compiled, in base64. Written by `scripts/buildKernels.ts`. */';
  writeFileSync(outputFile, [headerComment, ...exportStatements].join('\n'));
}

/** No garbage collector, and memory of the host: the kernels read and write where they are told to. No warning of vectors that functions take. */
const commonFlags = ['-Ospeed', '--noAssert', '--runtime', 'stub', '--importMemory', '--disableWarning', '112'];

if (!process.argv.includes('--if-older') || !isUpToDate()) await buildKernels();
