/** Signature help: the signature of the call that is being typed, and its active parameter. */

import {
  MarkupKind,
  type ParameterInformation,
  type SignatureHelp,
  type SignatureInformation,
} from 'vscode-languageserver';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { type Callable, type CallableParameter, callablesOf, formatCallable } from './callables.ts';
import { type CallSite, enclosingCall } from './enclosingCall.ts';
import { typedTextAt } from './typedText.ts';

export const signatureHelp: Feature = {
  capabilities: { signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: ['=', ')'] } },
  register(connection, { documents }) {
    connection.onSignatureHelp(async ({ textDocument: { uri }, position }) => {
      const file = await documents.whenPublished(uri);
      return file ? signatureHelpAt(file.snapshot, file.snapshot.lines.offsetAt(position)) : null;
    });
  },
};

export function signatureHelpAt(snapshot: Snapshot, offset: number): SignatureHelp | null {
  const walk = typedTextAt(snapshot, offset)?.walk;
  const site = walk && enclosingCall(walk);
  if (site === undefined) return null;
  const callables = callablesOf(site.calleeKind, site.callee.name, snapshot.module, site.callee.start);
  if (callables.length === 0) return null;
  const activeParameters = callables.map((callable) => activeParameterIndex(callable, site));
  const matchingIndex = callables.findIndex((callable) => acceptsArguments(callable, site));
  const activeSignature =
    matchingIndex >= 0
      ? matchingIndex
      : Math.max(
          0,
          activeParameters.findIndex((index) => index !== null),
        );
  return {
    signatures: callables.map((callable, i) => signatureInformationOf(callable, activeParameters[i])),
    activeSignature,
    activeParameter: activeParameters[activeSignature],
  };
}

/** Index of the parameter of the argument at the cursor; null if there is none. */
function activeParameterIndex({ parameters }: Callable, { args, activeIndex }: CallSite): number | null {
  const { keyword, isEmpty } = args[activeIndex];
  const usedKeywords = args.slice(0, activeIndex).flatMap((argument) => argument.keyword ?? []);
  // After a keyword no argument is positional, so the next parameter is any missing one.
  const isNext = ({ name }: CallableParameter, index: number): boolean =>
    index >= activeIndex - usedKeywords.length && !usedKeywords.includes(name);
  const hasKeyword = keyword !== undefined || (isEmpty && usedKeywords.length > 0);
  const parameterIndex = hasKeyword
    ? parameters.findIndex((parameter, i) =>
        keyword === undefined ? isNext(parameter, i) : parameter.name === keyword,
      )
    : activeIndex;
  return parameterIndex >= 0 && parameterIndex < parameters.length ? parameterIndex : null;
}

/** True if each argument has a parameter as usually given: `max(a, b)` does not match `max(x, axis = 0)`. */
function acceptsArguments({ parameters }: Callable, { args }: CallSite): boolean {
  return args.every(({ keyword, isEmpty }, index) => {
    if (keyword !== undefined) return parameters.some(({ name }) => name === keyword);
    return isEmpty || parameters[index]?.isPositional;
  });
}

function signatureInformationOf(callable: Callable, activeParameter: number | null): SignatureInformation {
  let start = callable.name.length + '('.length;
  const parameters = callable.parameters.map(({ label, doc }): ParameterInformation => {
    const end = start + label.length;
    const information = { label: [start, end] as [number, number], ...(doc && { documentation: doc }) };
    start = end + ', '.length;
    return information;
  });
  const documentation = { kind: MarkupKind.Markdown, value: callable.docs.join('\n\n') };
  return { label: formatCallable(callable), documentation, parameters, activeParameter };
}
