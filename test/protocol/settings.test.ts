/** Settings: VS Code's schema matches the server, and invalid values fall back to defaults. */

import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { defaultSettings, parseSettings, type Settings, sameSettings } from '../../protocol/editor/settings.ts';

interface Property {
  readonly type: string;
  readonly default: unknown;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Property>>;
}

const offered: Readonly<Record<string, Property>> = manifest.contributes.configuration.properties;
const names = Object.keys(defaultSettings) as (keyof Settings)[];
const settings = names.map((name) => [name, offered[`backprop.${name}`]!] as const);

test('settings are listed in the order of the table, before those of the language client', () => {
  expect(Object.keys(offered)).toEqual([...names.map((name) => `backprop.${name}`), 'backprop.trace.server']);
});

test.each(settings)('%s has the same default in the manifest and the server', (name, property) => {
  expect(property.default).toEqual(defaultSettings[name]);
  for (const [part, { default: standard }] of Object.entries(property.properties ?? {})) {
    expect(property.default).toHaveProperty(part, standard);
  }
});

test.each(settings)('%s accepts the values in the manifest, and no others', (name, property) => {
  const takes = (value: unknown) => isDeepStrictEqual(parseSettings({ [name]: value })[name], value);
  const { minimum, maximum } = property;
  const values = property.enum ?? (minimum === undefined ? [property.default] : [minimum, maximum]);
  expect(values.filter(takes)).toEqual(values);
  const others = ['hologram', null, -1, minimum! - 1, maximum! + 1, 4.5, []];
  expect(others.filter(takes)).toEqual([]);
  expect(property.enumDescriptions?.length).toBe(property.enum?.length);
  expect(Object.keys(property.properties ?? {})).toEqual(
    property.type === 'object' ? Object.keys(defaultSettings[name]) : [],
  );
});

test('an invalid setting does not affect the others', () => {
  const given = { display: 'hologram', digits: 6, show: { update: false, value: 'no', other: 1 }, statements: 'all' };
  expect(parseSettings(given)).toEqual({
    ...defaultSettings,
    digits: 6,
    show: { ...defaultSettings.show, update: false },
  });
});

test.each([undefined, null, 'lens', 3, [[]]])('%j counts as no settings', (given) => {
  expect(parseSettings(given)).toEqual(defaultSettings);
});

test('the order of settings does not matter', () => {
  const written = { digits: 4, show: { update: true, value: true }, display: 'lens' };
  expect(sameSettings(parseSettings(written), defaultSettings)).toBe(true);
  expect(sameSettings(parseSettings({ show: { value: false } }), defaultSettings)).toBe(false);
});
