/** Signatures of functions in the language. */

import { rangeIn } from '../../syntax/ast.ts';
import { excerptOf } from '../../text/excerpt.ts';
import type { ResolvedFunction } from '../modules/module.ts';
import type { Signature } from './bindArguments.ts';

/** The signature of a function, with defaults as they are written. */
export function signatureOf({ definition, module }: ResolvedFunction): Signature {
  return {
    name: definition.name.name,
    parameters: definition.parameters.map((parameter) => ({
      name: parameter.name.name,
      isRequired: parameter.default === undefined,
      ...(parameter.default && { default: excerptOf(module.text, rangeIn(definition, parameter.default)) }),
    })),
  };
}
