/** The page that says how everything is done without a mouse, and what a screen reader says meanwhile. */
import { commandKey, commands, commandTitle } from './manifest.ts';
import { generatedNotice, inlineCode, page, table } from './markdown.ts';

interface Task {
  readonly description: string;
  readonly mouse: string;
  /** Commands of the extension. */
  readonly commands?: readonly string[];
  /** Commands of VS Code itself, and keys that count where the focus is. */
  readonly keys?: string;
  readonly announcement: string;
}

interface Section {
  readonly title: string;
  readonly tasks: readonly Task[];
}

const introduction = `Whatever the mouse does, a command or a key does, and whatever is drawn is said. On a Mac, Ctrl is Cmd. Each command is in the palette,
and may be given another key there. Colour never tells anything alone: \`∂\`, the place and the words tell it too.`;

const sections: readonly Section[] = [
  {
    title: 'The numbers in the source',
    tasks: [
      {
        description: 'Learn it all in eight steps',
        mouse: 'Help › Welcome',
        commands: ['backprop.getStarted'],
        keys: '`↑` `↓` and Enter on the steps, Tab to their buttons',
        announcement: 'the step, its text, and whether it is done',
      },
      {
        description: 'See the numbers of a statement',
        mouse: 'look at its lens, or behind the line',
        keys: '_Show or Focus Hover_, `Ctrl+K Ctrl+I`; once more to go into it, `Alt+F2` to read it line by line',
        announcement:
          'value, gradient, and the chain rule part by part; "stale" where the numbers are the last good ones',
      },
      {
        description: 'Do what a lens offers',
        mouse: 'click it',
        commands: ['backprop.sgdStep', 'backprop.stepBack', 'backprop.train'],
        keys: '_Show CodeLens Commands for Current Line_',
        announcement: 'the text of each lens of the line; how the training goes, and how it ended',
      },
      {
        description: 'Keep or drop what was trained',
        mouse: 'click the lens at a param that is drawn',
        commands: ['backprop.saveTrained', 'backprop.resetTrained'],
        announcement: 'what was kept, and where',
      },
      {
        description: 'Hear the loss',
        mouse: 'look at the status bar',
        keys: '_Focus Next Part_, `F6`, to the status bar, then `←` `→`',
        announcement: 'the loss, how many steps were taken, how many errors there are',
      },
      {
        description: 'Show the numbers elsewhere',
        mouse: 'click the status bar',
        commands: ['backprop.switchDisplay'],
        announcement: 'each display by its name and what it does',
      },
      {
        description: 'Try out a number',
        mouse: 'drag it in the graph',
        commands: ['backprop.scrub'],
        keys: '`↑` `↓`, with Shift faster, with Alt finer; Enter keeps it, Escape lets go',
        announcement: 'the number, and what the loss becomes',
      },
      {
        description: 'Take the gradients of something else',
        mouse: 'pick it in the menu',
        commands: ['backprop.pickRoot'],
        announcement: 'each scalar with its value',
      },
      {
        description: 'Check the gradients',
        mouse: 'run it from the palette',
        commands: ['backprop.checkGradients'],
        announcement: 'how far the worst one is off; the rest as problems',
      },
      {
        description: 'Read the reverse pass',
        mouse: 'run it from the palette',
        commands: ['backprop.showBackwardPass'],
        announcement: 'a document as any other, in sentences of the language',
      },
    ],
  },
  {
    title: 'The language',
    tasks: [
      {
        description: 'Go through the problems',
        mouse: 'point at what is underlined',
        keys: '_Go to Next Problem_, `F8`',
        announcement: 'the problem, its code, and how many there are',
      },
      {
        description: 'Open the page of a problem',
        mouse: 'click its code',
        keys: '_Show or Focus Hover_ twice, then Tab to the code and Enter',
        announcement: 'the page, with an example and the way out',
      },
      {
        description: 'Put it right, or change the form of an expression',
        mouse: 'click the bulb',
        keys: '_Quick Fix_, `Ctrl+.`; _Refactor_, `Ctrl+Shift+R`',
        announcement: 'what each would do',
      },
      {
        description: 'Complete a word, see a signature',
        mouse: 'pick from the list',
        keys: '`Ctrl+Space`; `Ctrl+Shift+Space`',
        announcement: 'the name, what it is, and its docs',
      },
      {
        description: 'Go to a definition, to uses, or give another name',
        mouse: 'Ctrl and click; the context menu',
        keys: '`F12`, `Shift+F12`, `F2`',
        announcement: 'where it is; why a name is refused',
      },
      {
        description: 'Follow the flow of the gradient',
        mouse: 'the context menu',
        keys: '_Show Call Hierarchy_, `Shift+Alt+H`',
        announcement: 'what a value goes into, or is made of',
      },
      {
        description: 'Go through the outline, fold, format',
        mouse: 'the outline, the margin',
        keys: '`Ctrl+Shift+O`; `Ctrl+Shift+[`; `Shift+Alt+F`',
        announcement: 'each statement with what it is',
      },
      {
        description: 'Open a file that a model names',
        mouse: 'Ctrl and click',
        keys: '_Open Link_ with the cursor on it',
        announcement: 'the file',
      },
    ],
  },
  {
    title: 'The graph',
    tasks: [
      {
        description: 'Open it and go there',
        mouse: 'click the button over the text',
        commands: ['backprop.showGraph'],
        keys: '_Focus Next Editor Group_, then Tab to the graph',
        announcement: 'what the graph is of, and that the arrow keys move along its wires',
      },
      {
        description: 'Go from node to node',
        mouse: 'point at a node',
        keys: '`←` `→` along the wires, `↑` `↓` among neighbours; Enter selects the text of a node',
        announcement: 'what the node is, its value, its gradient; a card with the chain rule',
      },
      {
        description: 'Fold, come nearer, see all of it',
        mouse: 'click the sign; turn the wheel',
        keys: 'Space; `+` `-` `0`',
        announcement: 'what is folded, and how many nodes that is',
      },
      {
        description: 'Read it in order',
        mouse: 'click List',
        keys: 'the button List',
        announcement: 'one line a node, from the inputs to the loss',
      },
      {
        description: 'Step through the computation',
        mouse: 'click Step and Play',
        keys: 'the button Step, then `→` `←`, Home, End, Space plays, Escape ends',
        announcement: 'each step: the rule, the equation in numbers, the statement it belongs to',
      },
      {
        description: 'Train, pause, go back to a step',
        mouse: 'click Train; drag in the history',
        keys: 'the button Train, then Space, and `.` for one step; the arrow keys in the history and in the settings',
        announcement: 'the step and the loss from time to time; the curves and the surface in a sentence',
      },
      {
        description: 'Save or copy it, keep it with its file',
        mouse: 'click Export, Pin',
        keys: 'the buttons; `↑` `↓` and Enter in the menu',
        announcement: 'what was saved or copied; the picture itself has its nodes in words',
      },
    ],
  },
];

export function accessibilityPage(): string {
  return page([
    generatedNotice('scripts/docs/accessibility.ts and package.json'),
    '# Without a mouse, and by ear',
    introduction,
    ...sections.flatMap(({ title, tasks }) => [
      `## ${title}`,
      table(['what', 'with the mouse', 'with the keyboard', 'a screen reader says'], tasks.map(taskRow)),
    ]),
  ]);
}

/** The commands that no row names. */
export function undocumentedCommands(): readonly string[] {
  const documented = new Set(sections.flatMap(({ tasks }) => tasks.flatMap(({ commands = [] }) => commands)));
  return commands.map(({ command }) => command).filter((command) => !documented.has(command));
}

function taskRow({ description, mouse, commands = [], keys, announcement }: Task): readonly string[] {
  const commandTexts = commands.map((command) => {
    const key = commandKey(command);
    return key === '' ? `_${commandTitle(command)}_` : `_${commandTitle(command)}_, ${inlineCode(key)}`;
  });
  return [description, mouse, [...commandTexts, ...(keys === undefined ? [] : [keys])].join('; '), announcement];
}
