/** The texts of the examples that come with the extension. */

import { env, Uri, workspace } from 'vscode';

/** The example in the language of the editor, if it is translated. */
export async function exampleText(extensionUri: Uri, name: string): Promise<string> {
  const examples = Uri.joinPath(extensionUri, 'examples');
  const translatedFile = Uri.joinPath(examples, env.language.split('-')[0]!, `${name}.bp`);
  const bytes = await workspace.fs
    .readFile(translatedFile)
    .then(undefined, () => workspace.fs.readFile(Uri.joinPath(examples, `${name}.bp`)));
  return new TextDecoder().decode(bytes);
}
