/** The page of problems: the code, how grave it is, and a line of a model that has it, with the sentence that one reads. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProblemCode, problemTable } from '../../server/src/language/problems.ts';
import { root } from '../paths.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

const introduction = `Each problem has a code, which editors show behind the sentence. An error is in the way of a number; with a warning all numbers
are there, and one of them may not be what was meant. The examples are those that the tests hold the sentences to.`;

export function problemsPage(): string {
  const examples = examplesByCode();
  const codes = Object.keys(problemTable) as ProblemCode[];
  return page([
    generatedFrom('server/src/language/problems.ts and the fixtures of test/language/'),
    '# Problems',
    introduction,
    table(
      ['code', 'severity', 'for example in', 'it says'],
      codes.map((name) => {
        const { source, message } = examples.get(name) ?? { source: '', message: plainMessage(name) };
        return [code(name), problemTable[name].severity, source && code(source), message];
      }),
    ),
  ]);
}

/** The sentence of a problem that has but one; empty where it depends on what is wrong. */
function plainMessage(name: ProblemCode): string {
  const text: (...details: never[]) => string = problemTable[name].text;
  return text.length === 0 ? text() : '';
}

interface Example {
  readonly source: string;
  readonly message: string;
}

/** A line of carets below a line of source, as the fixtures of the tests have them. */
const finding = /^ *\^+ (?:error|warning) ([a-z-]+): (.+?)(?:`,)?$/;

/** The first example of each code. */
function examplesByCode(): ReadonlyMap<string, Example> {
  const examples = new Map<string, Example>();
  for (const file of globSync('test/language/*.test.ts', { cwd: root }).sort()) {
    let source = '';
    for (const line of readFileSync(join(root, file), 'utf8').split('\n')) {
      const [, name, message] = finding.exec(line) ?? [];
      if (name === undefined) source = line.trim();
      else if (!examples.has(name)) examples.set(name, { source, message: message! });
    }
  }
  return examples;
}
