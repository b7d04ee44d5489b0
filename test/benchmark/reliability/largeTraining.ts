/**
 * An epoch of LeNet over 60,000 images by the built `bp train`: time and the most memory of the process. Run by
 * `npm run bench:epoch` after `npm run build`; a number as an argument is the number of steps instead.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist } from '../../../scripts/paths.ts';
import { lenet, writeImages } from '../editor/lenet.ts';

const reportMemory = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => console.error(Math.round(process.resourceUsage().maxRSS / 1024), "MB at most"))',
)}`;

const folder = await mkdtemp(join(tmpdir(), 'epoch-'));
try {
  await writeImages(folder);
  const model = join(folder, 'lenet.bp');
  await writeFile(model, lenet);
  const [, , steps] = process.argv;
  const start = performance.now();
  const args = ['--import', reportMemory, join(dist, 'bp.js'), 'train', model, ...(steps ? ['--steps', steps] : [])];
  await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit');
  console.log(`${((performance.now() - start) / 1000).toFixed(0)} s`);
} finally {
  await rm(folder, { recursive: true });
}
