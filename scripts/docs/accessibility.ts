/** The page that says how everything is done without a mouse, and what a screen reader says meanwhile. */
import { commands, keyOf, titleOf } from './manifest.ts';
import { code, generatedFrom, page, table } from './markdown.ts';

interface Way {
  readonly what: string;
  readonly mouse: string;
  /** Commands of the extension. */
  readonly commands?: readonly string[];
  /** Commands of VS Code itself, and keys that count where the focus is. */
  readonly keys?: string;
  readonly said: string;
}

interface Area {
  readonly title: string;
  readonly ways: readonly Way[];
}

const introduction = `Whatever the mouse does, a command or a key does, and whatever is drawn is said. On a Mac, Ctrl is Cmd. Each command is in the palette,
and may be given another key there. Colour never tells anything alone: \`∂\`, the place and the words tell it too.`;

const areas: readonly Area[] = [
  {
    title: 'The numbers in the source',
    ways: [
      {
        what: 'Learn it all in eight steps',
        mouse: 'Help › Welcome',
        commands: ['backprop.getStarted'],
        keys: '`↑` `↓` and Enter on the steps, Tab to their buttons',
        said: 'the step, its text, and whether it is done',
      },
      {
        what: 'See the numbers of a statement',
        mouse: 'look at its lens, or behind the line',
        keys: '_Show or Focus Hover_, `Ctrl+K Ctrl+I`; once more to go into it, `Alt+F2` to read it line by line',
        said: 'value, gradient, and the chain rule part by part; "stale" where the numbers are the last good ones',
      },
      {
        what: 'Do what a lens offers',
        mouse: 'click it',
        commands: ['backprop.sgdStep', 'backprop.stepBack', 'backprop.train'],
        keys: '_Show CodeLens Commands for Current Line_',
        said: 'the text of each lens of the line; how the training goes, and how it ended',
      },
      {
        what: 'Keep or drop what was trained',
        mouse: 'click the lens at a param that is drawn',
        commands: ['backprop.saveTrained', 'backprop.resetTrained'],
        said: 'what was kept, and where',
      },
      {
        what: 'Hear the loss',
        mouse: 'look at the status bar',
        keys: '_Focus Next Part_, `F6`, to the status bar, then `←` `→`',
        said: 'the loss, how many steps were taken, how many errors there are',
      },
      {
        what: 'Show the numbers elsewhere',
        mouse: 'click the status bar',
        commands: ['backprop.switchDisplay'],
        said: 'each display by its name and what it does',
      },
      {
        what: 'Try out a number',
        mouse: 'drag it in the graph',
        commands: ['backprop.scrub'],
        keys: '`↑` `↓`, with Shift faster, with Alt finer; Enter keeps it, Escape lets go',
        said: 'the number, and what the loss becomes',
      },
      {
        what: 'Take the gradients of something else',
        mouse: 'pick it in the menu',
        commands: ['backprop.pickRoot'],
        said: 'each scalar with its value',
      },
      {
        what: 'Check the gradients',
        mouse: 'run it from the palette',
        commands: ['backprop.checkGradients'],
        said: 'how far the worst one is off; the rest as problems',
      },
      {
        what: 'Read the reverse pass',
        mouse: 'run it from the palette',
        commands: ['backprop.showBackwardPass'],
        said: 'a document as any other, in sentences of the language',
      },
    ],
  },
  {
    title: 'The language',
    ways: [
      {
        what: 'Go through the problems',
        mouse: 'point at what is underlined',
        keys: '_Go to Next Problem_, `F8`',
        said: 'the problem, its code, and how many there are',
      },
      {
        what: 'Open the page of a problem',
        mouse: 'click its code',
        keys: '_Show or Focus Hover_ twice, then Tab to the code and Enter',
        said: 'the page, with an example and the way out',
      },
      {
        what: 'Put it right, or change the form of an expression',
        mouse: 'click the bulb',
        keys: '_Quick Fix_, `Ctrl+.`; _Refactor_, `Ctrl+Shift+R`',
        said: 'what each would do',
      },
      {
        what: 'Complete a word, see a signature',
        mouse: 'pick from the list',
        keys: '`Ctrl+Space`; `Ctrl+Shift+Space`',
        said: 'the name, what it is, and its docs',
      },
      {
        what: 'Go to a definition, to uses, or give another name',
        mouse: 'Ctrl and click; the context menu',
        keys: '`F12`, `Shift+F12`, `F2`',
        said: 'where it is; why a name is refused',
      },
      {
        what: 'Follow the flow of the gradient',
        mouse: 'the context menu',
        keys: '_Show Call Hierarchy_, `Shift+Alt+H`',
        said: 'what a value goes into, or is made of',
      },
      {
        what: 'Go through the outline, fold, format',
        mouse: 'the outline, the margin',
        keys: '`Ctrl+Shift+O`; `Ctrl+Shift+[`; `Shift+Alt+F`',
        said: 'each statement with what it is',
      },
      {
        what: 'Open a file that a model names',
        mouse: 'Ctrl and click',
        keys: '_Open Link_ with the cursor on it',
        said: 'the file',
      },
    ],
  },
  {
    title: 'The graph',
    ways: [
      {
        what: 'Open it and go there',
        mouse: 'click the button over the text',
        commands: ['backprop.showGraph'],
        keys: '_Focus Next Editor Group_, then Tab to the graph',
        said: 'what the graph is of, and that the arrow keys move along its wires',
      },
      {
        what: 'Go from node to node',
        mouse: 'point at a node',
        keys: '`←` `→` along the wires, `↑` `↓` among neighbours; Enter selects the text of a node',
        said: 'what the node is, its value, its gradient; a card with the chain rule',
      },
      {
        what: 'Fold, come nearer, see all of it',
        mouse: 'click the sign; turn the wheel',
        keys: 'Space; `+` `-` `0`',
        said: 'what is folded, and how many nodes that is',
      },
      {
        what: 'Read it in order',
        mouse: 'click List',
        keys: 'the button List',
        said: 'one line a node, from the inputs to the loss',
      },
      {
        what: 'Step through the computation',
        mouse: 'click Step and Play',
        keys: 'the button Step, then `→` `←`, Home, End, Space plays, Escape ends',
        said: 'each step: the rule, the equation in numbers, the statement it belongs to',
      },
      {
        what: 'Train, pause, go back to a step',
        mouse: 'click Train; drag in the history',
        keys: 'the button Train, then Space, and `.` for one step; the arrow keys in the history and in the settings',
        said: 'the step and the loss from time to time; the curves and the surface in a sentence',
      },
      {
        what: 'Save or copy it, keep it with its file',
        mouse: 'click Export, Pin',
        keys: 'the buttons; `↑` `↓` and Enter in the menu',
        said: 'what was saved or copied; the picture itself has its nodes in words',
      },
    ],
  },
];

export function accessibilityPage(): string {
  return page([
    generatedFrom('scripts/docs/accessibility.ts and package.json'),
    '# Without a mouse, and by ear',
    introduction,
    ...areas.flatMap(({ title, ways }) => [
      `## ${title}`,
      table(['what', 'with the mouse', 'with the keyboard', 'a screen reader says'], ways.map(rowOf)),
    ]),
  ]);
}

/** The commands that no row names. */
export function forgottenCommands(): readonly string[] {
  const named = new Set(areas.flatMap(({ ways }) => ways.flatMap(({ commands = [] }) => commands)));
  return commands.map(({ command }) => command).filter((command) => !named.has(command));
}

function rowOf({ what, mouse, commands = [], keys, said }: Way): readonly string[] {
  const named = commands.map((command) => {
    const key = keyOf(command);
    return key === '' ? `_${titleOf(command)}_` : `_${titleOf(command)}_, ${code(key)}`;
  });
  return [what, mouse, [...named, ...(keys === undefined ? [] : [keys])].join('; '), said];
}
