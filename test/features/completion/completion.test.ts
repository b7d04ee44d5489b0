/** Completion at the cursor `$0`, as an editor lists it, also in broken statements. */

import { describe, expect, test } from 'vitest';
import { callableNames, operatorsByCall } from '../../../server/src/engine/operators/table.ts';
import { modelTemplates } from '../../../server/src/features/completion/modelTemplates.ts';
import { type NumberSettings, resolveCandidate } from '../../../server/src/features/completion/resolveCandidate.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { completionsAt, labelsAt, textAfterCompletion } from '../../support/fixtures/completions.ts';
import { archiveOf } from '../../support/models/archive.ts';
import { evaluated } from '../../support/models/evaluated.ts';
import { tensorFile } from '../../support/models/tensorFile.ts';

const loud: NumberSettings = { digits: 4, display: 'lens' };

const lesson = 'param x = -2\nparam y = 5\nconst target = -10\nq = x + y\nloss L = (target - q)^2\n';

describe('completion at the start of a line', () => {
  const statements = [
    ...['param', 'param … ~', 'data', 'data … csv', 'const', 'loss', 'train', 'expect', 'fn', 'fn … { }', 'for'],
  ];

  test('offers model templates and statement keywords in an empty file', async () => {
    const offered = await labelsAt('$0');
    expect(offered).toEqual([...modelTemplates.map(({ name }) => name), ...statements, 'import']);
  });

  test('offers model templates last in other files', async () => {
    const offered = await labelsAt(`${lesson}$0`);
    expect(offered).toEqual([...statements, 'import', ...modelTemplates.map(({ name }) => name)]);
  });

  test('offers no second train statement', async () => {
    expect(await labelsAt('train sgd()\n$0')).not.toContain('train');
    expect(await labelsAt('tr$0ain sgd()')).toContain('train');
  });

  test('offers only the keywords of a function inside its body', async () => {
    expect(await labelsAt('fn f(x) {\n  $0\n  return x\n}')).toEqual(['param', 'param … ~', 'const', 'for', 'return']);
    expect(await labelsAt('fn f(x) {\n  h = x\n  r$0')).toEqual(['return']);
  });

  test('offers only the keywords of a block inside it', async () => {
    expect(await labelsAt('h[0] = 1\nfor t in 1..3 {\n  $0\n}')).toEqual(['param', 'param … ~', 'for']);
  });

  test('offers the variable of a block and what it defines inside it, and only recurrences after it', async () => {
    const text = 'h[0] = 1\nfor t in 1..3 {\n  z = t\n  h[t] = h[t - 1] + 0\n}\nq = 0';
    const inside = await labelsAt(text.replace('+ 0', '+ $0'));
    expect(inside.slice(0, 3).toSorted()).toEqual(['h', 't', 'z']);
    const after = await labelsAt(text.replace('q = 0', 'q = $0'));
    expect(after).toContain('h');
    expect(after).not.toContain('z');
    expect(after).not.toContain('t');
  });

  test('inserts a snippet if nothing follows', async () => {
    expect(await textAfterCompletion('par$0', 'param')).toBe('param w = 0');
    expect(await textAfterCompletion('par$0', 'param … ~')).toBe('param W[4, 8] ~ glorot()');
    expect(await textAfterCompletion('fn$0', 'fn … { }')).toBe('fn layer(x, n) {\n  \n  return x\n}');
    expect(await textAfterCompletion('pa$0 x = 1', 'param')).toBe('param  x = 1');
  });

  test.each(modelTemplates)(
    'inserts the model $name, which has no problems and can be trained',
    async ({ name, text }) => {
      expect(await textAfterCompletion('$0', name)).toBe(text);
      const { problems, model } = evaluated(text);
      expect(problems).toEqual([]);
      expect(model.objective).toBeDefined();
      expect(model.trainingPlan?.settings).toBeDefined();
    },
  );
});

describe('completion in a formula', () => {
  test('offers preceding names first, the nearest before others', async () => {
    const offered = await labelsAt(`${lesson}z = 3 * $0\nlater = 1`);
    expect(offered.slice(0, 6)).toEqual(['L', 'q', 'target', 'y', 'x', 'attention']);
    expect(offered).not.toContain('later');
    expect(offered).not.toContain('z');
  });

  test('describes names by kind and shape', async () => {
    const list = await completionsAt('param W = [[1, 2], [3, 4]]\nx = sum(W)\ny = $0');
    const described = list!.items.slice(0, 2).map(({ label, labelDetails }) => [label, labelDetails!.description]);
    expect(described).toEqual([
      ['x', 'node'],
      ['W', 'param [2×2]'],
    ]);
  });

  test.each([
    ['y = $0'],
    ['y = 3 * $0'],
    ['y = (q + $0'],
    ['y = sum(q, $0'],
    ['y = [q, $0'],
    ['y = q[$0'],
    ['loss M = -$0'],
    ['y =\n$0'],
    ['expect $0'],
    ['expect q ≈ $0'],
    ['expect q ≈ 1 within $0'],
    ['fn f(a) = a * $0'],
    ['fn f(a) {\n  return $0'],
  ])('offers names in %j', async (line) => {
    expect(await labelsAt(`${lesson}${line}`)).toContain(line.endsWith('=\n$0') ? 'param' : 'q');
  });

  test('offers parameters and local names of the function first', async () => {
    const fn = 'fn layer(x, n = 2) {\n  param W[n] ~ ones()\n  h = x * W\n  out = $0\n  return h\n}';
    const offered = await labelsAt(`${lesson}${fn}`);
    expect(offered.slice(0, 5)).toEqual(['h', 'W', 'x', 'n', 'L']);
    expect((await labelsAt('fn f(apple, n) = a$0'))[0]).toBe('apple');
  });

  test('offers only constants in const expressions', async () => {
    const offered = await labelsAt(`${lesson}data d = [1]\nconst c = $0`);
    expect(offered.slice(0, 3)).toEqual(['d', 'target', 'attention']);
    expect((await labelsAt(`${lesson}param p = t$0`))[0]).toBe('target');
  });

  test('offers functions of the file, its imports and the library', async () => {
    const texts = { 'layers.bp': 'const bias = 1\nfn scaled(x) = 2 * x' };
    const marked = 'import "layers.bp"\nfn squared(x) = x^2\ny = $0\nfn later(x) = x';
    const offered = await labelsAt(marked, { texts });
    expect(offered.slice(0, 6)).toEqual(['bias', 'attention', 'dense', 'mlp', 'scaled', 'squared']);
    expect(offered).not.toContain('later');
  });

  test('inserts parentheses after a function unless they exist', async () => {
    expect(await textAfterCompletion('y = re$0', 'relu')).toBe('y = relu($0)');
    expect(await textAfterCompletion('y = re$0(2)', 'relu')).toBe('y = relu(2)');
    expect(await textAfterCompletion('param W[2] ~ gl$0', 'glorot')).toBe('param W[2] ~ glorot()');
  });

  test('triggers signature help by a client command', async () => {
    const list = await completionsAt('y = rel$0');
    expect(list!.items.find(({ label }) => label === 'relu')!.command).toEqual({ title: '', command: 'help' });
  });

  test('offers every callable operator with its signature and documentation', async () => {
    const { items } = (await completionsAt('param x = 1\ny = $0'))!;
    const snapshot = analyze('');
    for (const name of callableNames()) {
      const item = items.find(({ label, data }) => label === name && data.subject.kind === 'called')!;
      expect(item.labelDetails!.detail).toMatch(/^\(.*\)$/);
      const documentation = resolveCandidate(snapshot, item.data.subject, loud).docs.join('\n');
      for (const { doc, example } of operatorsByCall(name)) {
        expect(documentation).toContain(doc);
        expect(documentation).toContain(example ?? '');
      }
    }
  });
});

describe('completion', () => {
  test.each([
    ['in a comment', '# x $0'],
    ['in a comment after a statement', `${lesson}y = q # $0`],
    ['in a number', `${lesson}y = 12$0`],
    ['in the name of a definition', `${lesson}param $0`],
    ['in a partial name of a definition', `${lesson}loss q$0`],
    ['in the name of a function', 'fn $0'],
    ['in the names of parameters', 'fn f(a, $0'],
    ['after a complete value', `${lesson}y = q $0`],
    ['after an index', `${lesson}y = q[0] $0`],
    ['after the name of a node', `${lesson}z $0`],
    ['in quotes outside a file name', `${lesson}y = "$0"`],
  ])('offers nothing %s', async (_, marked) => {
    expect(await labelsAt(marked)).toEqual([]);
  });
});

test.each([
  ['y = q a$0', ['and']],
  ['y = (q > 1 o$0', ['or']],
  ['expect q > 1 a$0', ['and']],
  ['z a$0', []],
])('offers the logical operators that are being typed after a value: %s', async (marked, labels) => {
  expect(await labelsAt(`${lesson}${marked}`)).toEqual(labels);
});

test('offers not where a value starts', async () => {
  expect(await labelsAt(`${lesson}y = q and no$0`)).toContain('not');
  expect(await textAfterCompletion('x = 1\ny = no$0', 'not')).toBe('x = 1\ny = not ');
});

describe('completion in a call', () => {
  test('offers values before keywords if an argument is missing, else after them', async () => {
    expect((await labelsAt(`${lesson}y = sum($0`)).slice(0, 2)).toEqual(['L', 'q']);
    expect((await labelsAt(`${lesson}y = sum(q, $0`)).slice(0, 2)).toEqual(['axis =', 'keep =']);
  });

  test('does not offer given keywords again', async () => {
    expect((await labelsAt('y = sum(1, axis = 0, $0')).slice(0, 2)).toEqual(['keep =', 'attention']);
    expect((await labelsAt('y = sum(1, $0, keep = 1)')).slice(0, 2)).toEqual(['axis =', 'attention']);
  });

  test('inserts an equals sign after a keyword unless it exists', async () => {
    expect(await textAfterCompletion('train sgd(l$0', 'lr =')).toBe('train sgd(lr = ');
    expect(await textAfterCompletion('train sgd(l$0 = 0.1)', 'lr =')).toBe('train sgd(lr = 0.1)');
  });

  test('offers the keywords of the innermost call', async () => {
    expect(await labelsAt('y = sum(mse(1, 2, r$0')).toContain('reduction =');
    expect(await labelsAt('y = sum(mse(1, 2), a$0')).toContain('axis =');
  });

  test.each([
    ['train $0', ['sgd', 'adam', 'adamw', 'rmsprop']],
    ['train ad$0', ['adam', 'adamw']],
    ['train adam(lr = 0.1, b$0', ['beta1 =', 'beta2 =', 'batch =', 'bce', 'bce_with_logits', 'batch_norm']],
    ['eps[4] ~ $0', ['normal', 'uniform', 'bernoulli', 'categorical']],
    ['eps ~ n$0', ['normal']],
    ['eps[4] $0', ['~']],
    ['param W[4] ~ $0', ['normal', 'uniform', 'glorot', 'he', 'zeros', 'ones']],
    ['param W[4] ~ normal(st$0', ['std =', 'stack', 'std']],
    ['fn f(a, by = 2) = a\ny = f(1, by$0', ['by =']],
    ['l = mse(1, 2, reduction = $0', ['"mean"', '"sum"', '"none"']],
    ['l = mse(1, 2, reduction = "$0")', ['mean', 'sum', 'none']],
    ['l = mse(1, 2, "s$0', ['sum']],
    ['param b = 1\nh = dense([[b]], 2)\ny = 2\ntrain sgd() $0', ['for']],
    ['param b = 1\nh = dense([[b]], 2)\ny = 2\ntrain sgd() for $0', ['b', 'h']],
    ['param b = 1\nh = dense([[b]], 2)\ny = 2\ntrain sgd() for b, $0', ['b', 'h']],
    ['train sgd(lr = st$0', ['step', 'steps', 'std', 'stack']],
    ['train sgd(precision = "$0")', ['f64', 'f32']],
  ])('offers the matching items in %s', async (marked, labels) => {
    expect([...(await labelsAt(marked))].sort()).toEqual(labels.toSorted());
  });

  test('inserts a space before an initializer right after ~', async () => {
    expect(await textAfterCompletion('param W[2] ~$0', 'normal')).toBe('param W[2] ~ normal($0)');
    expect(await textAfterCompletion('w[2] ~$0', 'bernoulli')).toBe('w[2] ~ bernoulli($0)');
  });
});

describe('completion of a derivative', () => {
  test.each([
    [`${lesson}z = ∂$0`, ['∂L/∂y', '∂L/∂x', '∂L/∂q', '∂L/∂target']],
    [`${lesson}z = ∂q/$0`, ['∂q/∂y', '∂q/∂x', '∂q/∂L', '∂q/∂target']],
    [`${lesson}z = 2 * ∂L/∂$0`, ['∂L/∂y', '∂L/∂x', '∂L/∂q', '∂L/∂target']],
    [`${lesson}z = ∂L/∂t$0`, ['∂L/∂target']],
    [`${lesson}z = ∂(x * q)/∂t$0`, ['∂(x * q)/∂target']],
    [`${lesson}z = 1/∂L/∂t$0`, ['∂L/∂target']],
    [`${lesson}z = ∂L/∂x/∂q/∂t$0`, ['∂q/∂target']],
    [`${lesson}z = ∂L / ∂t$0`, ['∂L / ∂target']],
    [`${lesson}z = ∂L/∂x / $0`, undefined],
  ])('offers the matching derivatives in %j', async (marked, labels) => {
    const offered = await labelsAt(marked);
    if (labels) expect([...offered].sort()).toEqual(labels.toSorted());
    else expect(offered).toContain('q');
  });

  test.each([['d'], ['dL'], ['dL/'], ['g'], ['grad']])('finds it by %j, without a ∂ on the keyboard', async (typed) => {
    const { items } = (await completionsAt(`${lesson}z = ${typed[0]}$0`))!;
    const { label, filterText } = items.find((item) => item.label === '∂L/∂x')!;
    expect(filterText!.startsWith(typed)).toBe(true);
    expect(await textAfterCompletion(`${lesson}z = ${typed[0]}$0`, label)).toBe(`${lesson}z = ∂L/∂x`);
  });

  test('replaces the typed prefix', async () => {
    expect(await textAfterCompletion(`${lesson}z = ∂L/∂$0`, '∂L/∂x')).toBe(`${lesson}z = ∂L/∂x`);
    expect(await textAfterCompletion(`${lesson}z = ∂$0`, '∂L/∂y')).toBe(`${lesson}z = ∂L/∂y`);
  });

  test('includes params created by calls', async () => {
    expect(await labelsAt('h = dense([[1]], 1)\nloss L = sum(h)\nz = ∂$0')).toEqual(['∂L/∂h.W', '∂L/∂h.b', '∂L/∂h']);
  });

  test('offers losses and params in grad(...)', async () => {
    expect((await labelsAt(`${lesson}z = grad($0`))[0]).toBe('L');
    expect((await labelsAt(`${lesson}z = grad(L, $0`)).slice(0, 2)).toEqual(['y', 'x']);
  });
});

describe('completion after a dot', () => {
  const net = 'net = mlp([[1, 2]], 3, 1)\n';

  test('offers params created by the call, and the transpose', async () => {
    expect(await labelsAt(`${net}z = net.$0`)).toEqual(['h1', 'h2', 'out', 'T']);
    expect(await labelsAt(`${net}z = net.h1.$0`)).toEqual(['W', 'b', 'T']);
    const { items } = (await completionsAt(`${net}z = net.h1.$0`))!;
    expect(items[0]!.labelDetails).toEqual({ description: 'param [2×3]' });
  });

  test('offers the transpose of any value', async () => {
    expect(await labelsAt('W = [[1, 2]]\nz = W.$0')).toEqual(['T']);
    expect(await labelsAt('z = ([[1, 2]]).$0')).toEqual(['T']);
  });
});

describe('completion in an expectation', () => {
  test.each([
    ['expect q $0', ['≈']],
    ['expect q ≈ 2 $0', ['within']],
    ['expect sum(q $0', []],
  ])('offers the next operator in %s', async (line, labels) => {
    expect(await labelsAt(`${lesson}${line}`)).toEqual(labels);
  });

  test('replaces ASCII operators with signs', async () => {
    expect(await textAfterCompletion(`${lesson}expect q ~$0`, '≈')).toBe(`${lesson}expect q ≈ `);
    expect(await labelsAt(`${lesson}expect q ~$0`)).toEqual(['≈']);
  });
});

describe('completion in quotes', () => {
  const archive = archiveOf(['x.npy', 'y.npy'].map((name) => ({ name, content: new Uint8Array(0) })));
  const folders = {
    '': [
      { name: 'layers.bp', isFolder: false },
      { name: 'iris.csv', isFolder: false },
      { name: 'init.safetensors', isFolder: false },
      { name: 'X.npy', isFolder: false },
      { name: 'data.npz', isFolder: false },
      { name: 't10k-images-idx3-ubyte', isFolder: false },
      { name: 't10k-labels-idx1-ubyte.gz', isFolder: false },
      { name: '.git', isFolder: true },
      { name: 'my data', isFolder: true },
    ],
    'my data/': [{ name: 'more irises.csv', isFolder: false }],
  };
  const texts = {
    'iris.csv': 'sepal,petal,"the species"\n1,2,a\n',
    'init.safetensors': tensorFile,
    'data.npz': archive,
  };

  test.each([
    ['import "$0"', ['layers.bp', 'my data/']],
    ['import "$0', ['layers.bp', 'my data/']],
    ['data X = csv("$0")', ['iris.csv', 'my data/']],
    ['data X = csv("my data/$0")', ['more irises.csv']],
    ['data X = csv("my data/mo$0', ['more irises.csv']],
    ['const W = safetensors("$0")', ['init.safetensors', 'my data/']],
    ['param W = npy("$0")', ['X.npy', 'my data/']],
    ['data X = npz("$0")', ['data.npz', 'my data/']],
    ['data X = idx("$0")', ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte.gz', 'my data/']],
  ])('offers the files beside the model in %s', async (marked, labels) => {
    expect(await labelsAt(marked, { folders })).toEqual(labels);
  });

  test('replaces a path after its last slash', async () => {
    expect(await textAfterCompletion('import "my d$0"', 'my data/', { folders })).toBe('import "my data/"');
    const inserted = await textAfterCompletion('data X = csv("my data/mo$0")', 'more irises.csv', { folders });
    expect(inserted).toBe('data X = csv("my data/more irises.csv")');
  });

  test.each([
    ['data X = csv("iris.csv", columns = ["$0"])', ['sepal', 'petal', 'the species']],
    ['data X = csv("iris.csv", columns = ["petal", "$0', ['sepal', 'the species']],
    ['data X = csv("iris.csv", columns = ["petal", $0', ['"sepal"', '"the species"']],
    ['data X = csv("iris.csv", columns = "se$0"', ['sepal']],
    ['data X = text("a.txt", by = "$0"', ['characters', 'words']],
    ['data X = text("a.txt", by = $0', ['"characters"', '"words"']],
    ['data other = text("a.txt")\ndata X = text("b.txt", vocabulary = $0', ['other']],
    ['data X = text("a.txt", $0', ['length =', 'by =', 'window =', 'stride =', 'vocabulary =']],
    ['param X = safetensors("init.safetensors", "$0', ['W', 'b', 'scale']],
    ['const X = safetensors("init.safetensors", $0)', ['"W"', '"b"', '"scale"']],
    ['data X = npz("data.npz", "$0', ['x', 'y']],
    ['data X = csv("missing.csv", columns = "$0"', []],
    ['data X = csv("iris.csv", $0', ['columns =', 'classes =', '"sepal"', '"petal"', '"the species"']],
    ['data X = csv("iris.csv", classes = [["petal", "$0', ['sepal', 'the species']],
    ['data X = csv("iris.csv", columns = "sepal", classes = $0', ['"sepal"', '"petal"', '"the species"']],
  ])('offers the columns of the file in %s', async (marked, labels) => {
    expect(await labelsAt(marked, { texts })).toEqual(labels);
  });

  test('quotes a column name correctly', async () => {
    const quoted = { texts: { 'iris.csv': '"5"" tall",a\\b\n1,2\n' } };
    expect(await labelsAt('data X = csv("iris.csv", columns = "$0"', quoted)).toEqual(['5\\" tall', 'a\\\\b']);
    expect(await labelsAt('data X = csv("iris.csv", columns = ["5\\" tall", $0', quoted)).toEqual(['"a\\\\b"']);
  });

  test('offers readers only in data statements', async () => {
    expect((await labelsAt('data X = cs$0'))[0]).toBe('csv');
    expect(await labelsAt('y = cs$0')).not.toContain('csv');
  });
});

describe('a completion item', () => {
  const detailsOf = async (marked: string, label: string, settings = loud) => {
    const { items } = (await completionsAt(marked))!;
    const { subject } = items.find((item) => item.label === label)!.data;
    return resolveCandidate(evaluated(marked.replace('$0', '')), subject, settings);
  };

  test('shows the shape of a value if numbers are off', async () => {
    const quiet: NumberSettings = { ...loud, display: 'off' };
    expect((await detailsOf('param w = 1 / 3\ny = $0', 'w', quiet)).detail).toBe('scalar');
    expect((await detailsOf('h = dense([[1]], 2)\ny = h.$0b', 'b', quiet)).detail).toBe('[2]');
  });

  test('shows the value, definition and comment of a value', async () => {
    expect(await detailsOf('# The rate.\nparam w = 1 / 3\ny = $0', 'w')).toEqual({
      detail: '0.3333',
      docs: ['```bp\nparam w = 1 / 3\n```', 'The rate.'],
    });
  });

  test('shows the value of the current call inside a function', async () => {
    const marked = 'fn f(x) {\n  h = x + 1\n  return h * h$0\n}\ny = f(2)';
    expect(await detailsOf(marked, 'h')).toEqual({ detail: '3', docs: ['```bp\nh = x + 1\n```'] });
    expect(await detailsOf('fn f(x) {\n  return 2 * x$0\n}\ny = f(2)', 'x')).toEqual({ detail: '2', docs: [] });
  });

  test('shows the numbers of a member', async () => {
    expect((await detailsOf('h = dense([[1]], 2)\ny = h.$0b', 'b')).detail).toBe('[0, 0]');
  });

  test('explains a keyword', async () => {
    const { docs } = await detailsOf('train sgd($0)', 'lr =');
    expect(docs[0]).toBe('```bp\nlr = 0.01\n```');
    expect(docs[1]).toMatch(/^The learning rate.*Must be a positive number\.$/);
  });

  test('explains a statement and shows a model', async () => {
    expect((await detailsOf('$0', 'loss')).docs[0]).toContain('training minimizes');
    expect((await detailsOf('$0', 'lesson')).docs[1]).toContain('loss L = (target - f)^2');
  });
});

describe('completion for clients', () => {
  const plain = { capabilities: {}, options: {} };

  test('is plain text without snippet support', async () => {
    const { items } = (await completionsAt('y = rel$0', {}, plain))!;
    const { textEdit, insertTextFormat, command } = items.find(({ label }) => label === 'relu')!;
    expect(textEdit!.newText).toBe('relu');
    expect([insertTextFormat, command]).toEqual([undefined, undefined]);
    const words = (await completionsAt('$0', {}, plain))!.items.map(({ label }) => label);
    expect(words).toContain('param');
    expect(words).not.toContain('param … ~');
  });

  test('has one range for all items if default ranges are supported', async () => {
    const capabilities = { textDocument: { completion: { completionList: { itemDefaults: ['editRange'] } } } };
    const { items, itemDefaults } = (await completionsAt(`${lesson}z = t$0a`, {}, { capabilities, options: {} }))!;
    expect(itemDefaults!.editRange).toEqual({ start: { line: 5, character: 4 }, end: { line: 5, character: 5 } });
    expect(items.every(({ textEdit }) => textEdit === undefined)).toBe(true);
  });
});
