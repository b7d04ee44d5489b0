/** Compiles the kernels in AssemblyScript, one build a feature level, into a module of TypeScript: `node scripts/kernels.ts`, with `--if-older` only where that is older than a source. */
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist, root } from './paths.ts';
import { run } from './run.ts';

const engine = join(root, 'server', 'src', 'engine');
const wasm = join(engine, 'runtime', 'wasm');
const built = join(wasm, 'built.ts');

/** What each build may use beyond what every WebAssembly has, and the constants that tell its sources. */
const levels = {
  paired: ['--enable', 'simd', '--enable', 'relaxed-simd', '--use', 'isRelaxed=1', '--use', 'isPaired=1'],
  relaxed: ['--enable', 'simd', '--enable', 'relaxed-simd', '--use', 'isRelaxed=1', '--use', 'isPaired=0'],
  simd: ['--enable', 'simd', '--use', 'isRelaxed=0', '--use', 'isPaired=0'],
} as const;

function isNewest(): boolean {
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = globSync(
    [
      'math/{coefficients,erfCoefficients}.ts',
      'runtime/wasm/{opcodes,elementwiseOpcodes}.ts',
      'runtime/wasm/assembly/**/*.ts',
    ],
    { cwd: engine },
  ).map((file) => join(engine, file));
  return [import.meta.filename, ...sources].every((source) => statSync(source).mtimeMs <= builtAt);
}

async function buildKernels(): Promise<void> {
  const constants = await Promise.all(
    Object.entries(levels).map(async ([level, features]) => {
      const binary = join(dist, 'kernels', `${level}.wasm`);
      await run('asc', [join(wasm, 'assembly', 'index.ts'), '-o', binary, ...always, ...features]);
      return `export const ${level} =\n  '${readFileSync(binary, 'base64')}';\n`;
    }),
  );
  const doc = '/** The kernels of each feature level, compiled, in base64. Written by `scripts/kernels.ts`. */';
  writeFileSync(built, [doc, ...constants].join('\n'));
}

/** No garbage collector, and memory of the host: the kernels read and write where they are told to. No warning of vectors that functions take. */
const always = ['-Ospeed', '--noAssert', '--runtime', 'stub', '--importMemory', '--disableWarning', '112'];

if (!process.argv.includes('--if-older') || !isNewest()) await buildKernels();
