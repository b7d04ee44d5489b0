/** Problems of names and members. */

import * as l10n from '@vscode/l10n';
import { attributeHere, isAbsentValue } from '../foreign/constants.ts';
import { error } from './row.ts';

export const nameProblems = {
  'undefined-name': error(
    (name: string, similar?: string, written?: string) => {
      if (written !== undefined) return l10n.t`'${name}' is not defined; write ${written}`;
      if (isAbsentValue(name)) return l10n.t`'${name}' is not defined; leave the argument out`;
      return similar === undefined
        ? l10n.t`'${name}' is not defined`
        : l10n.t`'${name}' is not defined; did you mean '${similar}'?`;
    },
    { broken: 'target = 1\na = targt + 1', fixed: 'target = 1\na = target + 1' },
  ),
  'used-before-definition': error(
    (name: string, line: number) => l10n.t`'${name}' is used before it is defined on line ${line}`,
    { broken: 'a = 2 * b\nb = 1', fixed: 'b = 1\na = 2 * b' },
  ),
  'self-reference': error((name: string) => l10n.t`'${name}' is used in its own definition`, {
    broken: 'a = 1 + a',
    fixed: 'before = 1\na = 1 + before',
  }),
  'duplicate-definition': error((name: string, line: number) => l10n.t`'${name}' is already defined on line ${line}`, {
    broken: 'a = 1\na = 2',
    fixed: 'a = 1\nb = 2',
  }),
  'not-a-value': error((name: string) => l10n.t`'${name}' is a function; call it with its arguments: ${name}(…)`, {
    broken: 'a = relu + 1',
    fixed: 'a = relu(2) + 1',
  }),
  'no-members': error(
    (owner: string, member: string) => {
      const written = attributeHere(owner, member);
      return written === undefined
        ? l10n.t`${owner} has no params: none of the functions it calls creates any`
        : l10n.t`values have no attribute '${member}'; write ${written}`;
    },
    {
      broken: 'x = [[1, 2]]\nh = 2 * x\nw = h.W',
      fixed: 'x = [[1, 2]]\nh = dense(x, 2)\nw = h.W',
    },
  ),
  'undefined-member': error(
    (owner: string, member: string, members: string, similar?: string) =>
      similar === undefined
        ? l10n.t`${owner} has no param '${member}'; it has ${members}`
        : l10n.t`${owner} has no param '${member}'; did you mean '${similar}'?`,
    {
      broken: 'x = [[1, 2]]\nh = dense(x, 2)\nw = h.w',
      fixed: 'x = [[1, 2]]\nh = dense(x, 2)\nw = h.W',
    },
  ),
  'member-of-parameter': error(
    (name: string) => l10n.t`'${name}' is a parameter and has no params; pass the param itself as an argument`,
    {
      broken: 'x = [[1, 2]]\nh = dense(x, 2)\nfn size_of(layer) = sum(layer.W^2)',
      fixed: 'x = [[1, 2]]\nh = dense(x, 2)\nfn size_of(W) = sum(W^2)\na = size_of(h.W)',
    },
  ),
} as const;
