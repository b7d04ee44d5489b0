/** The first screen of `npm start`: the lesson with its graph beside it, unless the window has restored open files. */
const { commands, TabInputText, Uri, window, workspace } = require('vscode');

exports.activate = async () => {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  if (tabs.some(({ input }) => input instanceof TabInputText)) return;
  const [examples] = workspace.workspaceFolders;
  await window.showTextDocument(Uri.joinPath(examples.uri, 'lesson.bp'));
  await commands.executeCommand('backprop.showGraph');
};
