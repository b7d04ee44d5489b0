/** Callables: operators, functions, optimizers, initializers and distributions, with their parameters and documentation. */

import * as l10n from '@vscode/l10n';
import type { FileFunction } from '../../data/formats/fileFunction.ts';
import { fileFunctionNamed } from '../../data/formats/table.ts';
import { type Operator, type Parameter, reductions } from '../../engine/ir/operator.ts';
import { distributionNamed } from '../../engine/operators/draws/distributions.ts';
import { operatorsByCall } from '../../engine/operators/table.ts';
import { initializers } from '../../engine/training/initializers.ts';
import { optimizers } from '../../engine/training/optimizers.ts';
import { operatorSignature, sortByOperandCount } from '../../language/lowering/expressions/operatorCall.ts';
import { formatParameter, type Signature } from '../../language/names/calls/bindArguments.ts';
import { signatureOf } from '../../language/names/calls/functionSignature.ts';
import type { Module } from '../../language/names/modules/module.ts';
import { resolveFunction } from '../../language/names/resolution/resolveFunction.ts';
import { gradientFunctionName } from '../../language/syntax/parser/parsePrimary.ts';
import { truncate } from '../../language/text/truncate.ts';
import { commentAbove, optimizerSettings, type Setting, settingRange } from '../support/documentation.ts';
import { codeBlock } from '../support/markdown.ts';
import type { CalleeKind } from './enclosingCall.ts';

/** One overload. */
export interface Callable {
  readonly name: string;
  readonly parameters: readonly CallableParameter[];
  /** In Markdown. */
  readonly docs: readonly string[];
}

export interface CallableParameter {
  readonly name: string;
  /** As displayed in the signature: `lr = 0.01`. */
  readonly label: string;
  readonly doc?: string;
  /** True if it is usually given by position. */
  readonly isPositional: boolean;
  /** True if completion offers its keyword, as in `axis = 0`. */
  readonly acceptsKeyword: boolean;
  /** True if it is a string. `texts` lists the accepted ones, if they are known. */
  readonly isText?: boolean;
  readonly texts?: readonly string[];
}

/** The overloads of a name at an offset of a file. */
export function callablesOf(calleeKind: CalleeKind, name: string, module: Module, offset: number): readonly Callable[] {
  switch (calleeKind) {
    case 'optimizer':
      return optimizers
        .filter((row) => row.name === name)
        .map((optimizer) => settingsCallable(name, optimizer.doc, optimizerSettings(optimizer)));
    case 'initializer':
      return initializers
        .filter((row) => row.name === name)
        .map(({ doc, parameters }) => settingsCallable(name, doc, parameters));
    case 'distribution': {
      const row = distributionNamed(name);
      return row ? [operatorCallable(row)] : [];
    }
    case 'function':
      return functionCallables(name, module, offset);
  }
}

/** `sgd(lr = 0.01, momentum = 0)`. */
export function formatCallable({ name, parameters }: Callable): string {
  return `${name}(${parameters.map(({ label }) => label).join(', ')})`;
}

function functionCallables(name: string, module: Module, offset: number): readonly Callable[] {
  const fileFunction = fileFunctionNamed(name);
  if (fileFunction) return [fileCallable(fileFunction)];
  if (name === gradientFunctionName) return [gradientCallable()];
  const reference = resolveFunction(name, module, offset);
  if (reference === undefined) return sortByOperandCount(operatorsByCall(name)).map(operatorCallable);
  const parameters = callableParameters(signatureOf(reference));
  return [{ name: truncate(name), parameters, docs: commentAbove(reference.module, reference.definition) }];
}

function operatorCallable(operator: Operator): Callable {
  const { doc, example, call = operator.distribution } = operator;
  const signature = operatorSignature(operator);
  const parameters = call!.parameters.map((parameter, index) => {
    const { name, kind } = parameter;
    const texts = textsOf(parameter);
    const isOperand = kind === 'operand' || kind === 'operands';
    const isPositional = isOperand || signature.parameters[index].isRequired;
    const label = formatParameter(signature.parameters[index]);
    return { name, label, isPositional, acceptsKeyword: !isOperand, ...(texts && { isText: true, texts }) };
  });
  const examples = example === undefined ? [] : [codeBlock(example)];
  return { name: signature.name, parameters, docs: [l10n.t(doc), ...examples] };
}

function textsOf({ kind }: Parameter): readonly string[] | undefined {
  return kind === 'reduction' ? reductions : undefined;
}

function callableParameters({ parameters }: Signature): CallableParameter[] {
  return parameters.map((parameter) => ({
    name: parameter.name,
    label: truncate(formatParameter(parameter)),
    isPositional: parameter.isRequired,
    acceptsKeyword: true,
  }));
}

function settingsCallable(name: string, doc: string, rows: readonly Setting[]): Callable {
  const parameters = rows.map((row) => ({
    name: row.name,
    label: formatParameter({ ...row, isRequired: false }),
    doc: [l10n.t(row.doc), ...settingRange(row)].join(' '),
    isPositional: false,
    acceptsKeyword: true,
    ...(row.texts && { isText: true, texts: row.texts }),
  }));
  return { name, parameters, docs: [l10n.t(doc)] };
}

function fileCallable({ name, doc, path, settings }: FileFunction): Callable {
  const pathDoc = l10n.t('The path of the file, relative to this one.');
  return {
    name,
    parameters: [
      { name: 'path', label: path, doc: pathDoc, isPositional: true, acceptsKeyword: false },
      ...settings.map((setting) => ({
        name: setting.name,
        label: setting.label,
        doc: l10n.t(setting.doc),
        // A single text is clear without its name.
        isPositional: setting.kind === 'text',
        acceptsKeyword: setting.kind !== 'text',
        ...(setting.kind !== 'count' && setting.kind !== 'vocabulary' && { isText: true }),
        ...(setting.choices && { texts: setting.choices }),
      })),
    ],
    docs: [l10n.t(doc)],
  };
}

function gradientCallable(): Callable {
  const numerator = { name: 'of', label: 'L', doc: l10n.t('The scalar to differentiate.') };
  const denominator = {
    name: 'by',
    label: 'x',
    doc: l10n.t('The value to differentiate with respect to.'),
  };
  return {
    name: gradientFunctionName,
    parameters: [numerator, denominator].map((parameter) => ({
      ...parameter,
      isPositional: true,
      acceptsKeyword: false,
    })),
    docs: [l10n.t('The gradient itself, like ∂L/∂x. It can be used in any expression and differentiated again.')],
  };
}
