/** Names that an import brings in. */

import { describe, expect, test } from 'vitest';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import type { Files } from '../../../server/src/language/names/modules/files.ts';
import { rangeIn } from '../../../server/src/language/syntax/ast.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { withValues } from '../../../server/src/snapshot/withValues.ts';
import { valuesOf } from '../../support/models/evaluated.ts';

describe('an imported file', () => {
  const files = (texts: Record<string, string>): Files => ({
    readText: (name) =>
      texts[name] === undefined ? { reason: `${name} is missing` } : { path: name, text: texts[name] },
    readSamples: (name) => ({ reason: `${name} is missing` }),
  });
  const read = (text: string, texts: Record<string, string>) => {
    const snapshot = analyze(text, 0, { files: files(texts), learnedParams: new Map() });
    return withValues(snapshot, new Execution(snapshot.model.program).run());
  };

  test('is not read if the imported files together are too large', () => {
    const padding = '#'.repeat(6_000_000);
    const texts = {
      'a.bp': `import "b.bp"\nconst a = b ${padding}`,
      'b.bp': `const b = 1 ${padding}`,
      'c.bp': `const c = 1 ${padding}`,
      'd.bp': 'const d = 1',
    };
    const text = 'import "a.bp"\nimport "b.bp"\nimport "c.bp"\nimport "d.bp"\nx = a + b';
    const { problems } = read(text, texts);
    expect(problems.map(({ code, start }) => [code, text.slice(start, start + 6)])).toEqual([
      ['too-much-imported', '"c.bp"'],
      ['too-much-imported', '"d.bp"'],
    ]);
    expect(read('import "c.bp"\nx = c', texts).problems).toEqual([]);
  });

  test('exports its functions and consts', () => {
    const layers = 'const c = 3\nconst d = 2 * c\nfn half(x) = x / 2\nfn f(x, y = d) = half(x) * c + y';
    const snapshot = read('import "layers.bp"\nconst c = 100\nfn half(x) = 0\na = f(2) + c + d', {
      'layers.bp': layers,
    });
    expect(snapshot.problems).toEqual([]);
    expect(valuesOf(snapshot, 'a')).toEqual([115]);
  });

  test('can compute its consts by functions, but not create params for them', () => {
    const layers = 'import "more.bp"\nfn f(x) = x * c + d';
    const more = 'fn twice(x) = 2 * x\nconst c = twice(3)\nconst d = sum(0 * dense([[1]], 1))';
    const { problems, model } = read('import "layers.bp"\na = f(1)\nb = f(a)', {
      'layers.bp': layers,
      'more.bp': more,
    });
    expect(problems.map(({ code, start, message }) => [code, start, message])).toEqual([
      [
        'error-in-import',
        7,
        'more.bp has an error on line 3: dense creates params, so it can only be called in a node or a loss',
      ],
    ]);
    expect(model.params).toEqual([]);
    expect(model.calls.map(({ call, statement }) => rangeIn(statement, call).start)).toEqual([23]);
  });

  test('has its params named after the statements that call its functions', () => {
    const layers = 'fn lin(x) {\n  h = dense(x, 2)\n  return h\n}';
    const { problems, model } = read('import "layers.bp"\nk = lin([[1, 2]])', { 'layers.bp': layers });
    expect(problems).toEqual([]);
    expect(model.params.map(({ name }) => name)).toEqual(['k.h.W', 'k.h.b']);
  });

  test('does not export params or samples', () => {
    const model = 'param p = 2\ndata X = [1, 2]\nfn f(x) = x * p\nfn g(x) = x * mean(X)\nfn h(x) = x * p.q';
    const { problems } = read('import "model.bp"\na = f(1)\nb = g(1)\nc = h(1)', { 'model.bp': model });
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      [
        'not-importable',
        "in f (model.bp, line 3): 'p' is a param in model.bp; only functions and consts can be imported",
      ],
      ['not-importable', "in g (model.bp, line 4): 'X' is data in model.bp; only functions and consts can be imported"],
      [
        'not-importable',
        "in h (model.bp, line 5): 'p' is a param in model.bp; only functions and consts can be imported",
      ],
    ]);
  });

  test('reports a const computed from its samples once, at the import', () => {
    const { problems } = read('import "model.bp"\na = f(1)\nb = c', {
      'model.bp': 'data X = [1]\nconst c = mean(X)\nfn f(x) = x * c',
    });
    expect(problems.map(({ code, start, message }) => [code, start, message])).toEqual([
      [
        'error-in-import',
        7,
        "model.bp has an error on line 2: 'X' is data in model.bp; only functions and consts can be imported",
      ],
    ]);
  });
});
