/** What VS Code calls to run the suite: each `*.test.ts` of this folder in Mocha, and a report that `npm test` reads. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

const here = import.meta.dirname;

export function run(): Promise<void> {
  const text: string[] = [];
  Mocha.reporters.Base.consoleLog = (...line) => text.push(format(...line));
  const mocha = new Mocha({ ui: 'tdd', timeout: 20_000 });
  for (const file of readdirSync(here)) if (file.endsWith('.test.cjs')) mocha.addFile(join(here, file));
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const report = { numPassedTests: runner.stats!.passes, numFailedTests: failures, text: text.join('\n') };
      writeFileSync(join(here, 'report.json'), JSON.stringify(report));
      if (failures === 0) resolve();
      else reject(new Error(`${failures} tests failed`));
    });
  });
}
