/** SECURITY.md: what a model file may do, from the policy on files. */
import { fileLimits, hostPolicies, learnedParamsSuffix } from '../../protocol/shared/filePolicy.ts';
import { limits } from '../../server/src/language/modelLimits.ts';
import { generatedNotice, page, table } from './markdown.ts';

const introduction = `A \`.bp\` file is data. It computes numbers, and names other files: models that it imports, CSV files with samples, and a
\`MODEL.bp${learnedParamsSuffix}\` beside it with learned params and the state of training. It can't run a program, open a connection, read the environment, or name a file by
a URI. That makes it safe to open a model that you don't trust, and this page says what it can reach.`;

const trust = `Workspace trust changes nothing: the table holds in trusted and in restricted workspaces, because a model never gets more
than it says.`;

const rules = [
  'Paths are relative to the file that names them, and taken literally: `%2e` is not a dot. URIs, drives and the null character are refused.',
  'What counts is the real path of a file, after all links: it must be in the real path of one of the folders. It is checked before the file is opened and again after, so that a file that is swapped meanwhile is not returned.',
  'Only regular files are read. Pipes, devices, sockets and reserved names of Windows are refused without waiting for them.',
  'Folders are listed for completion and for symbols of the workspace. Links that lead outside are left out.',
  `Nothing is written while a model is only read or evaluated. What is written replaces the file at once, or leaves it as it was. A file at \`MODEL.bp${learnedParamsSuffix}\` that is not one of learned params is not replaced.`,
  'The file that you name on the command line is your choice: it is read up to the limit, wherever its links lead. It is not written if they lead out of its folder and the current folder.',
];

const budget = `What exceeds a limit is left out, and a problem at its name says so and what to do. The [limits of the language](docs/language.md#limits)
bound the work of an evaluation in the same way.`;

const scope = `A hard link can't be told from the file itself, and Git doesn't create any. A program that already runs with your
permissions can do whatever you can; that is out of scope.`;

const panel = `The graph panel and the Markdown preview show names and numbers as text. The panel loads nothing but its own code: its content security policy
allows no inline script and no connection.`;

const reporting = `Please report a vulnerability in private, by a security advisory of the repository that you got Backprop Lens from, with a model or a
folder that shows it. Don't open a public issue before there is a release with a fix.`;

export function securityPage(): string {
  return page([
    generatedNotice('protocol/shared/filePolicy.ts'),
    '# Security',
    introduction,
    '## Files',
    trust,
    table(['host', 'reads in', 'writes', 'links'], Object.values(hostPolicies).map(hostRow)),
    rules.map((rule) => `- ${rule}`).join('\n'),
    '## Limits',
    table(['limit', 'value'], limitRows()),
    budget,
    '## Display',
    panel,
    '## Out of scope',
    scope,
    '## Reporting',
    reporting,
  ]);
}

const linkRules = { inside: 'followed if they lead into these folders', never: 'refused' };

function hostRow({ host, folders, writes, links }: (typeof hostPolicies)[keyof typeof hostPolicies]): string[] {
  return [host, folders, writes, linkRules[links]];
}

function limitRows(): string[][] {
  return [
    ['size of a file', megabytes(fileLimits.fileSize)],
    ['size of all files that a model names', megabytes(fileLimits.modelSize)],
    ['numbers in all tables that a model reads', limits.elements.toLocaleString('en-US')],
    ['files of all open models, with the tables read from them', megabytes(fileLimits.serverSize)],
    ['time of reading a file', `${fileLimits.readTime / 1_000} s`],
  ];
}

function megabytes(bytes: number): string {
  return `${bytes / 1_048_576} MB`;
}
