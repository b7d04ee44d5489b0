/** The walkthrough: its numbers match the engine, its links resolve, and its Korean version matches. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openExampleCommand } from '../protocol/editor/commands.ts';
import { examples, root } from '../scripts/paths.ts';
import { Execution } from '../server/src/engine/runtime/execution.ts';
import { analyze } from '../server/src/snapshot/snapshot.ts';
import { withValues } from '../server/src/snapshot/withValues.ts';

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string };
  readonly completionEvents: readonly string[];
}

interface Link {
  readonly command: string;
  readonly model: string;
  /** Command that runs on the opened model. */
  readonly next: string | undefined;
}

const manifest = json('package.json');
const english = json('package.nls.json');
const korean = json('package.nls.ko.json');
const steps: readonly Step[] = manifest.contributes.walkthroughs[0].steps;
const commands: readonly string[] = manifest.contributes.commands.map(({ command }: { command: string }) => command);

/** The equations in the code of a description, as expectations of its model. */
function expectationsIn(spans: readonly string[]): readonly string[] {
  return spans.flatMap((span) => {
    const sides = span.replaceAll('·', '*').replaceAll('−', '-').split(' = ');
    return sides.slice(1).map((side, index) => `expect ${sides[index]} ≈ ${side}`);
  });
}

test('the walkthrough has eight steps, from the shop to training', () => {
  expect(steps.map(({ id }) => linkOf(id).model)).toEqual([
    'shop',
    'shop',
    'chain-rule',
    'lesson',
    'lesson',
    'lesson',
    'lesson',
    'mini-batch',
  ]);
});

describe.each(steps)('step $id', ({ id, media, completionEvents }) => {
  const text = textOf(english, id);
  const { model, next, command } = linkOf(id);
  const source = readFileSync(join(examples, `${model}.bp`), 'utf8');

  test('contains only numbers that match its model', () => {
    const [settings, equations] = [true, false].map((isSetting) =>
      codeIn(text).filter((span) => span.startsWith('train ') === isSetting),
    );
    expect(settings!.filter((setting) => !source.includes(setting))).toEqual([]);
    const { problems } = evaluated([source, ...expectationsIn(equations!)].join('\n'));
    expect(problems.map(({ message }) => message)).toEqual([]);
  });

  test('contains no numbers outside code', () => {
    expect(text.replaceAll(/``.*?``|\(command:\S*\)/g, '')).not.toMatch(/\d/);
  });

  test('has a link that opens an example and runs a command of the palette', () => {
    expect(command).toBe(openExampleCommand);
    expect(next === undefined || commands.includes(next)).toBe(true);
  });

  test('has a picture', () => {
    expect(existsSync(join(root, media.svg))).toBe(true);
  });

  test('completes by its link', () => {
    expect([
      ['onStepSelected'],
      [`onContext:backprop.opened.${model}`],
      [`onCommand:${next}`, `onContext:backprop.ran.${next}`],
    ]).toContainEqual(completionEvents);
  });

  test('has the same numbers and link in Korean', () => {
    const translated = textOf(korean, id);
    expect(codeIn(translated)).toEqual(codeIn(text));
    expect(linksIn(translated)).toEqual(linksIn(text));
  });
});

test('a false equation is detected', () => {
  const { problems } = evaluated(['param x = 2', ...expectationsIn(['x · 3 = 6 = 7'])].join('\n'));
  expect(problems.map(({ code }) => code)).toContain('expectation-failed');
});

test.each(globSync('*.bp', { cwd: join(examples, 'ko') }))('%s in Korean is the same model', (file) => {
  const [ours, theirs] = [join(examples, file), join(examples, 'ko', file)].map((path) =>
    readFileSync(path, 'utf8').replaceAll(/#.*/g, '#'),
  );
  expect(theirs).toBe(ours);
});

function evaluated(text: string) {
  const snapshot = analyze(text);
  return withValues(snapshot, new Execution(snapshot.model.program).run());
}

function linkOf(id: string): Link {
  const [link] = linksIn(textOf(english, id));
  const [, command, given] = /^command:([\w.]+)\?(.*)$/.exec(link!)!;
  const [model, next] = JSON.parse(given!);
  return { command: command!, model, next };
}

function linksIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/\]\((\S+)\)/g), ([, link]) => link!);
}

function codeIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/``(.*?)``/g), ([, code]) => code!);
}

function textOf(texts: Readonly<Record<string, string>>, id: string): string {
  return texts[`walkthrough.${id}.description`]!;
}

function json(file: string) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}
