/** The accessibility page: keyboard access to every task, and the announcements of screen readers. */
import { commandKey, commands, commandTitle } from './manifest.ts';
import { generatedNotice, inlineCode, page, table } from './markdown.ts';

interface Task {
  readonly description: string;
  readonly mouse: string;
  readonly commands?: readonly string[];
  /** Commands of VS Code, and keys that work in the focused view. */
  readonly keys?: string;
  readonly announcement: string;
}

interface Section {
  readonly title: string;
  readonly tasks: readonly Task[];
}

const introduction = `Everything can be done with the keyboard, and everything that is drawn is also available as text. On a Mac, Ctrl is Cmd. Commands are in the
command palette, where they can be given other keys. Color is never the only carrier of information: \`∂\`, position and words say the same.`;

const sections: readonly Section[] = [
  {
    title: 'The numbers in the source',
    tasks: [
      {
        description: 'Open the lesson with its graph',
        mouse: 'the command palette',
        commands: ['backprop.getStarted'],
        announcement: 'the text of the lesson, and the name of the graph panel',
      },
      {
        description: 'Follow the walkthrough',
        mouse: 'Help › Welcome',
        commands: ['backprop.openWalkthrough'],
        keys: '`↑` `↓` and Enter on the steps, Tab to their buttons',
        announcement: 'the step, its text, and whether it is completed',
      },
      {
        description: 'Start a model',
        mouse: 'File › New File…',
        commands: ['backprop.newModel'],
        keys: '`↑` `↓` and Enter',
        announcement: 'the examples, with what each shows',
      },
      {
        description: 'Read the numbers of a statement',
        mouse: 'its lens, or the end of the line',
        keys: '_Show or Focus Hover_, `Ctrl+K Ctrl+I`; once more to focus it, `Alt+F2` to read it line by line',
        announcement:
          'value, gradient, and the chain rule part by part; "stale" for numbers of the last valid version; a picture of a tensor is described, and is a table if `editor.accessibilitySupport` is `on`',
      },
      {
        description: 'Run a lens',
        mouse: 'click it',
        commands: ['backprop.trainingStep', 'backprop.stepBack', 'backprop.train'],
        keys: '_Show CodeLens Commands for Current Line_',
        announcement: 'the text of each lens of the line; the progress and the end of training',
      },
      {
        description: 'Save or discard learned params',
        mouse: 'click the lens of a randomly initialized param',
        commands: ['backprop.saveLearned', 'backprop.discardLearned'],
        announcement: 'what was saved, and where',
      },
      {
        description: 'Read the loss',
        mouse: 'the status bar',
        keys: '_Focus Next Part_, `F6`, to the status bar, then `←` `→`',
        announcement: 'the loss, the number of steps taken, the number of errors',
      },
      {
        description: 'Change where numbers are shown',
        mouse: 'click the status bar',
        commands: ['backprop.switchDisplay'],
        announcement: 'the name and description of each display',
      },
      {
        description: 'Scrub a number',
        mouse: 'drag it in the graph',
        commands: ['backprop.scrub'],
        keys: '`↑` `↓`, with Shift faster, with Alt finer; Enter keeps it, Escape restores it',
        announcement: 'the number and the new loss',
      },
      {
        description: 'Choose another root for the gradients',
        mouse: 'pick it in the menu',
        commands: ['backprop.pickRoot'],
        announcement: 'each scalar with its value',
      },
      {
        description: 'Switch between the numbers of training and of evaluation',
        mouse: 'click the mode in the status bar',
        commands: ['backprop.toggleMode'],
        announcement: 'the mode of the numbers',
      },
      {
        description: 'Draw random numbers again',
        mouse: 'run it from the palette',
        commands: ['backprop.drawAgain'],
        announcement: 'none: the new numbers are in the lenses',
      },
      {
        description: 'Check the gradients',
        mouse: 'run it from the palette',
        commands: ['backprop.checkGradients'],
        announcement: 'the largest difference; mismatches as problems',
      },
      {
        description: 'Read the backward pass',
        mouse: 'run it from the palette',
        commands: ['backprop.showBackwardPass'],
        announcement: 'a text document in the `.bp` language',
      },
    ],
  },
  {
    title: 'The language',
    tasks: [
      {
        description: 'Go to the next problem',
        mouse: 'point at the underlined text',
        keys: '_Go to Next Problem_, `F8`',
        announcement: 'the problem, its code, and the number of problems',
      },
      {
        description: 'Open the page of a problem',
        mouse: 'click its code',
        keys: '_Show or Focus Hover_ twice, then Tab to the code and Enter',
        announcement: 'the page, with an example and its correction',
      },
      {
        description: 'Apply a fix or a refactoring',
        mouse: 'click the light bulb',
        keys: '_Quick Fix_, `Ctrl+.`; _Refactor_, `Ctrl+Shift+R`',
        announcement: 'a description of each',
      },
      {
        description: 'Complete a word, show a signature',
        mouse: 'pick from the list',
        keys: '`Ctrl+Space`; `Ctrl+Shift+Space`',
        announcement: 'the name, its kind, and its documentation',
      },
      {
        description: 'Go to definition, find references, rename',
        mouse: 'Ctrl+click; the context menu',
        keys: '`F12`, `Shift+F12`, `F2`',
        announcement: 'the location; the reason why a name is refused',
      },
      {
        description: 'Follow the flow of the gradient',
        mouse: 'the context menu',
        keys: '_Show Call Hierarchy_, `Shift+Alt+H`',
        announcement: 'the consumers or the operands of a value',
      },
      {
        description: 'Use the outline, fold, format',
        mouse: 'the outline, the margin',
        keys: '`Ctrl+Shift+O`; `Ctrl+Shift+[`; `Shift+Alt+F`',
        announcement: 'each statement with its kind',
      },
      {
        description: 'Open a file that the model refers to',
        mouse: 'Ctrl+click',
        keys: '_Open Link_ with the cursor on it',
        announcement: 'the file',
      },
    ],
  },
  {
    title: 'The graph',
    tasks: [
      {
        description: 'Open and focus the graph',
        mouse: 'click the button above the text',
        commands: ['backprop.showGraph'],
        keys: '_Focus Next Editor Group_, then Tab to the graph',
        announcement: 'the file of the graph, and that the arrow keys follow its wires',
      },
      {
        description: 'Move from node to node',
        mouse: 'point at a node',
        keys: 'the arrow keys along the wires and among neighbors; Enter selects the text of a node',
        announcement: 'the kind, value and gradient of the node; a card with the chain rule',
      },
      {
        description: 'Find a node by name, in the graph or the list',
        mouse: 'click Find; click a match',
        keys: '`/` or `Ctrl+F`; `↑` `↓` among the matches, Enter goes to one, Escape closes',
        announcement:
          'each match with its shape, its line and the groups that hide it; the number of matches; then the node',
      },
      {
        description: 'Collapse or expand a group, a level or all, zoom, fit to view',
        mouse: 'click − or + on the group; the mouse wheel; the buttons',
        keys: 'Space; `[` `]` a level, `{` `}` all; `+` `-` `0`',
        announcement: 'the collapsed group and its number of nodes',
      },
      {
        description: 'View the elements of a tensor',
        mouse: 'click the table button of a node',
        keys: '`v` on a node; Escape closes',
        announcement: 'the tensor and its shape; its elements as a table',
      },
      {
        description: 'Read the graph as a list',
        mouse: 'click List',
        keys: 'the button List',
        announcement: 'one line per node, from the inputs to the loss',
      },
      {
        description: 'Step through the computation',
        mouse: 'click Next node and Play',
        keys: 'the button Next node, then `→` `←`, Home, End; Space plays, Escape ends',
        announcement: 'each step: the rule, the equation in numbers, the statement it belongs to',
      },
      {
        description: 'Train, stop, set the speed, return to a step',
        mouse:
          'click Train; pick the speed; click Stop there, in the lens or in the status bar; drag the history slider',
        keys: 'the button Train, then Space, or `.` for one step; the arrow keys in the speeds, the menus of curves and predictions, the history and the settings',
        announcement:
          'the step and the loss at intervals; a sentence for the curves and one for the surface or the fit; a table for the confusion matrix',
      },
      {
        description: 'Save, copy or pin the graph',
        mouse: 'click Export, Pin',
        keys: 'the buttons; `↑` `↓` and Enter in the menu',
        announcement: 'what was saved or copied; the picture contains its nodes as text',
      },
    ],
  },
];

export function accessibilityPage(): string {
  return page([
    generatedNotice('scripts/docs/accessibility.ts and package.json'),
    '# Accessibility',
    introduction,
    ...sections.flatMap(({ title, tasks }) => [
      `## ${title}`,
      table(['task', 'mouse', 'keyboard', 'screen reader'], tasks.map(taskRow)),
    ]),
  ]);
}

/** Commands that no row covers. */
export function undocumentedCommands(): readonly string[] {
  const named = new Set(sections.flatMap(({ tasks }) => tasks.flatMap(({ commands = [] }) => commands)));
  return commands.map(({ command }) => command).filter((command) => !named.has(command));
}

function taskRow({ description, mouse, commands = [], keys, announcement }: Task): readonly string[] {
  const named = commands.map((command) => {
    const key = commandKey(command);
    return key === '' ? `_${commandTitle(command)}_` : `_${commandTitle(command)}_, ${inlineCode(key)}`;
  });
  return [description, mouse, [...named, ...(keys === undefined ? [] : [keys])].join('; '), announcement];
}
