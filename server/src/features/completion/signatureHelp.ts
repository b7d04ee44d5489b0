/** Signature help: what the call that is being typed takes, and which parameter is next. */

import {
  MarkupKind,
  type ParameterInformation,
  type SignatureHelp,
  type SignatureInformation,
} from 'vscode-languageserver';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { type Callable, type CallableParameter, callablesOf, showCallable } from './callables.ts';
import { type CallSite, callAround } from './callSite.ts';
import { typedAt } from './typedText.ts';

export const signatureHelp: Feature = {
  capabilities: { signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: ['=', ')'] } },
  register(connection, server) {
    connection.onSignatureHelp(async ({ textDocument: { uri }, position }) => {
      const file = await server.settled(uri);
      return file ? signatureHelpAt(file.snapshot, file.snapshot.lines.offsetAt(position)) : null;
    });
  },
};

export function signatureHelpAt(snapshot: Snapshot, offset: number): SignatureHelp | null {
  const walk = typedAt(snapshot, offset)?.walk;
  const site = walk && callAround(walk);
  if (site === undefined) return null;
  const callables = callablesOf(site.as, site.callee.name, snapshot.module, site.callee.start);
  if (callables.length === 0) return null;
  const active = callables.map((callable) => activeParameter(callable, site));
  const fitting = callables.findIndex((callable) => takes(callable, site));
  const activeSignature =
    fitting >= 0
      ? fitting
      : Math.max(
          0,
          active.findIndex((place) => place !== null),
        );
  return {
    signatures: callables.map((callable, i) => informationOf(callable, active[i])),
    activeSignature,
    activeParameter: active[activeSignature],
  };
}

/** The place of the parameter that the argument at the cursor is for; null where there is none. */
function activeParameter({ parameters }: Callable, { given, active }: CallSite): number | null {
  const { keyword, isEmpty } = given[active];
  const named = given.slice(0, active).flatMap((argument) => argument.keyword ?? []);
  // Behind a keyword nothing is given by its place, so whatever is missing may be next.
  const isNext = ({ name }: CallableParameter, place: number): boolean =>
    place >= active - named.length && !named.includes(name);
  const hasKeyword = keyword !== undefined || (isEmpty && named.length > 0);
  const place = hasKeyword
    ? parameters.findIndex((parameter, i) =>
        keyword === undefined ? isNext(parameter, i) : parameter.name === keyword,
      )
    : active;
  return place >= 0 && place < parameters.length ? place : null;
}

/** Whether everything that is given has a parameter, as it is mostly given: `max(a, b)` is not the one with an axis. */
function takes({ parameters }: Callable, { given }: CallSite): boolean {
  return given.every(({ keyword, isEmpty }, place) => {
    if (keyword !== undefined) return parameters.some(({ name }) => name === keyword);
    return isEmpty || parameters[place]?.isPlaced;
  });
}

function informationOf(callable: Callable, activeParameter: number | null): SignatureInformation {
  let start = callable.name.length + '('.length;
  const parameters = callable.parameters.map(({ label, doc }): ParameterInformation => {
    const end = start + label.length;
    const information = { label: [start, end] as [number, number], ...(doc && { documentation: doc }) };
    start = end + ', '.length;
    return information;
  });
  const documentation = { kind: MarkupKind.Markdown, value: callable.docs.join('\n\n') };
  return { label: showCallable(callable), documentation, parameters, activeParameter };
}
