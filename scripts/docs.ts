/**
 * Generates files, `npm run docs`: pages of docs/, SECURITY.md, the operator names of the grammar and the pictures of the
 * walkthrough from tables, and the translation bundle from all sources.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { accessibilityPage } from './docs/accessibility.ts';
import { withOperatorNames } from './docs/grammar.ts';
import { operatorsPage } from './docs/operators.ts';
import { walkthroughPictures } from './docs/pictures/pictures.ts';
import { problemCodes, problemPage, problemsPage } from './docs/problems.ts';
import { referencePage } from './docs/reference.ts';
import { securityPage } from './docs/security.ts';
import { createTextsBundle } from './docs/texts.ts';
import { trainingPage } from './docs/training.ts';
import { root } from './paths.ts';

export interface GeneratedFile {
  /** Relative to the root of the project. */
  readonly path: string;
  readonly content: string;
}

/** All generated files but the translation bundle, with the content that they should have. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const grammarPath = join('syntaxes', 'bp.tmLanguage.json');
  const pictures = await walkthroughPictures();
  const problemPages = await Promise.all(
    problemCodes.map(async (code) => ({
      path: join('docs', 'problems', `${code}.md`),
      content: await problemPage(code),
    })),
  );
  return [
    ...pictures.map(({ name, svg }) => ({ path: join('walkthrough', `${name}.svg`), content: svg })),
    { path: join('docs', 'accessibility.md'), content: accessibilityPage() },
    { path: join('docs', 'operators.md'), content: operatorsPage() },
    { path: join('docs', 'training.md'), content: trainingPage() },
    { path: join('docs', 'problems.md'), content: await problemsPage() },
    ...problemPages,
    { path: join('docs', 'reference.md'), content: referencePage() },
    { path: 'SECURITY.md', content: securityPage() },
    { path: grammarPath, content: withOperatorNames(await readFile(join(root, grammarPath), 'utf8')) },
  ];
}

if (import.meta.main) {
  const l10nBundle = { path: join('l10n', 'bundle.l10n.json'), content: await createTextsBundle() };
  for (const { path, content } of [...(await generatedFiles()), l10nBundle]) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}
