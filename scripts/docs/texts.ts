/** The English texts to be translated: those in sources, and those of tables that are independent of l10n. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { fileFunctions } from '../../server/src/data/formats/table.ts';
import { operators } from '../../server/src/engine/operators/table.ts';
import { counterTable } from '../../server/src/engine/training/counters.ts';
import { initializers } from '../../server/src/engine/training/initializers.ts';
import { optimizers, ranges } from '../../server/src/engine/training/optimizers.ts';
import { nn } from '../../server/src/language/library/built.ts';
import { computedSettings, trainSettings } from '../../server/src/language/lowering/statements/trainingPlan.ts';
import { root } from '../paths.ts';

const l10nImport = "import * as l10n from '@vscode/l10n';\n";

/** The bundle in VS Code's format, sorted. */
export async function createTextsBundle(): Promise<string> {
  const texts = [...(await sourceTexts()), ...tableTexts()];
  const entries = Array.from(new Set(texts))
    .sort()
    .map((text) => [text, text]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

/** Joins all sources of a kind under one import, as the tool searches a whole text once for each import in it. */
async function sourceTexts(): Promise<readonly string[]> {
  const sources = ['.ts', '.tsx'].map((extension) => {
    const files = globSync(`{client,server}/**/*${extension}`, { cwd: root }).sort();
    const contents = files.map((file) => readFileSync(join(root, file), 'utf8').replace(l10nImport, ''));
    return {
      extension,
      contents: [l10nImport, ...contents.filter((content) => content.includes('l10n.t'))].join('\n'),
    };
  });
  return Object.keys(await getL10nJson(sources));
}

function tableTexts(): readonly string[] {
  const hyperparameters = optimizers.flatMap((optimizer) => optimizer.hyperparameters);
  const parameters = initializers.flatMap((initializer) => initializer.parameters);
  const fileSettings = fileFunctions.flatMap(({ settings }) => settings);
  return [
    ...operators.flatMap(({ doc, gradientDoc, undefinedWhere }) => [doc, gradientDoc, undefinedWhere]),
    ...[...optimizers, ...hyperparameters, ...trainSettings, ...initializers, ...parameters].map(({ doc }) => doc),
    ...[...Object.values(ranges), ...trainSettings, ...computedSettings].map(({ requirement }) => requirement),
    ...[...counterTable, ...computedSettings].map(({ doc }) => doc),
    ...[...fileFunctions, ...fileSettings].map(({ doc }) => doc),
    ...fileFunctions.map(({ usage }) => usage),
    ...Array.from(nn.matchAll(/^# (.*)$/gm), ([, comment]) => comment),
  ].filter((text) => text !== undefined);
}
