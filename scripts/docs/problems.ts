/** The problem pages: an overview, and one page for each code, which editors link from the problem. */
import { Execution } from '../../server/src/engine/runtime/execution.ts';
import type { ReadFile } from '../../server/src/files/fileAccess.ts';
import { FileStore } from '../../server/src/files/fileStore.ts';
import { type Problem, type ProblemCode, problemTable } from '../../server/src/language/problems/problems.ts';
import type { Example, ProblemRow } from '../../server/src/language/problems/row.ts';
import { analyzeWithFiles } from '../../server/src/snapshot/analyzeWithFiles.ts';
import { withValues } from '../../server/src/snapshot/withValues.ts';
import { generatedNotice, inlineCode, page, table } from './markdown.ts';

const notice = generatedNotice('server/src/language/problems/');

const introduction = `Every problem has a code, which editors show after the message and which links to its page. An error prevents a value from being
computed. With a warning every value is computed, but one of them may not be what you intended. Information needs no correction. Severities are those of \`bp\`.`;

export const problemCodes = Object.keys(problemTable) as readonly ProblemCode[];

export async function problemsPage(): Promise<string> {
  const rows = problemCodes.map(async (problemCode) => [
    `[${inlineCode(problemCode)}](problems/${problemCode}.md)`,
    problemTable[problemCode].severity,
    (await sampleMessage(problemCode)) ?? '',
  ]);
  return page([notice, '# Problems', introduction, table(['code', 'severity', 'message'], await Promise.all(rows))]);
}

export async function problemPage(problemCode: ProblemCode): Promise<string> {
  const {
    severity,
    editorSeverity = severity,
    documentation,
  }: ProblemRow<readonly never[]> = problemTable[problemCode];
  const message = await sampleMessage(problemCode);
  return page([
    notice,
    `# ${problemCode}`,
    `Severity: ${severity}${editorSeverity === severity ? '' : ` in \`bp\`, ${editorSeverity} in editors`}.`,
    ...(message === undefined ? [] : [`> ${message}`]),
    ...('advice' in documentation ? [documentation.advice] : exampleSections(documentation)),
    '[All problems](../problems.md)',
  ]);
}

function exampleSections({ broken, fixed, files = {} }: Example): readonly string[] {
  const fileSections = Object.entries(files).flatMap(([name, text]) => [
    `With ${inlineCode(name)} in the same folder:`,
    codeBlock(name.endsWith('.bp') ? 'bp' : 'csv', text),
  ]);
  return ['Example:', codeBlock('bp', broken), 'Corrected:', codeBlock('bp', fixed), ...fileSections];
}

function codeBlock(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** The message of the page's example. A page without an example uses the code's text, if that takes no parameters. */
async function sampleMessage(problemCode: ProblemCode): Promise<string | undefined> {
  const { documentation, ...row } = problemTable[problemCode];
  if ('advice' in documentation) {
    const text: (...details: never[]) => string = row.text;
    return text.length === 0 ? text() : undefined;
  }
  const problems = await problemsIn(documentation.broken, documentation.files);
  return problems.find((problem) => problem.code === problemCode)?.message;
}

/** @param files other files in the model's folder. */
export async function problemsIn(text: string, files: Example['files'] = {}): Promise<readonly Problem[]> {
  const folder = 'file:///models/';
  const readFile: ReadFile = async (uri) => {
    const content = files[uri.slice(folder.length)];
    return content === undefined ? { kind: 'missing' } : { kind: 'bytes', bytes: new TextEncoder().encode(content) };
  };
  const fileContext = new FileStore(readFile).filesFor(`${folder}model.bp`, []);
  const snapshot = (await analyzeWithFiles(text, 0, fileContext))!;
  const { model } = snapshot;
  return model.fitsMemory ? withValues(snapshot, new Execution(model.program).run()).problems : snapshot.problems;
}
