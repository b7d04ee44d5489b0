/** The pages of problems: one that lists them, and one for each code, which editors open from the problem itself. */
import { Execution } from '../../server/src/engine/runtime/execute.ts';
import { FileStore } from '../../server/src/files/fileStore.ts';
import type { ReadFile } from '../../server/src/files/storedFile.ts';
import { type Problem, type ProblemCode, problemTable } from '../../server/src/language/problems/problems.ts';
import { readModel } from '../../server/src/snapshot/readModel.ts';
import { withValues } from '../../server/src/snapshot/snapshot.ts';
import { code, generatedFrom, page, table } from './markdown.ts';
import { type Example, problemExamples } from './problemExamples.ts';

const source = generatedFrom('server/src/language/problems/ and scripts/docs/problemExamples.ts');

const introduction = `Each problem has a code, which editors show behind the sentence and which leads to its page. An error is in the way of a number;
with a warning all numbers are there, and one of them may not be what was meant.`;

export const problemCodes = Object.keys(problemTable) as readonly ProblemCode[];

export async function problemsPage(): Promise<string> {
  const rows = problemCodes.map(async (name) => [
    `[${code(name)}](problems/${name}.md)`,
    problemTable[name].severity,
    (await sentenceOf(name)) ?? '',
  ]);
  return page([source, '# Problems', introduction, table(['code', 'severity', 'it says'], await Promise.all(rows))]);
}

/** The page of one code. */
export async function problemPage(name: ProblemCode): Promise<string> {
  const shown = problemExamples[name];
  const sentence = await sentenceOf(name);
  const { severity } = problemTable[name];
  return page([
    source,
    `# ${name}`,
    severity === 'error' ? 'An error.' : 'A warning.',
    ...(sentence === undefined ? [] : [`> ${sentence}`]),
    ...(typeof shown === 'string' ? [shown] : exampleParts(shown)),
    '[All problems](../problems.md)',
  ]);
}

function exampleParts({ wrong, right, files = {} }: Example): readonly string[] {
  const beside = Object.entries(files).flatMap(([name, text]) => [
    `Beside it there is ${code(name)}:`,
    block(name.endsWith('.bp') ? 'bp' : 'csv', text),
  ]);
  return ['For example in', block('bp', wrong), 'Put right:', block('bp', right), ...beside];
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** What its example says; without one, the sentence of a problem that has but one. */
async function sentenceOf(name: ProblemCode): Promise<string | undefined> {
  const shown = problemExamples[name];
  if (typeof shown === 'string') {
    const text: (...details: never[]) => string = problemTable[name].text;
    return text.length === 0 ? text() : undefined;
  }
  const problems = await problemsIn(shown.wrong, shown.files);
  return problems.find((problem) => problem.code === name)?.message;
}

/** @param beside the files that are in the folder of the model. */
export async function problemsIn(text: string, beside: Example['files'] = {}): Promise<readonly Problem[]> {
  const folder = 'file:///models/';
  const read: ReadFile = async (uri) => {
    const content = beside[uri.slice(folder.length)];
    return content === undefined ? { kind: 'missing' } : { kind: 'bytes', bytes: new TextEncoder().encode(content) };
  };
  const files = new FileStore(read).around(`${folder}model.bp`, []);
  const snapshot = (await readModel(text, 0, files))!;
  const { model } = snapshot;
  return model.fitsMemory ? withValues(snapshot, new Execution(model.program).run()).problems : snapshot.problems;
}
