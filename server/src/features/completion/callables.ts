/** What can be called, and what is said of it: operators, functions, optimizers and initialisers, each with its parameters. */

import * as l10n from '@vscode/l10n';
import { type Operator, type Parameter, reductions } from '../../engine/ir/operator.ts';
import { operatorsByCall } from '../../engine/operators/table.ts';
import { initialisers } from '../../engine/training/initializers.ts';
import { optimizers } from '../../engine/training/optimizers.ts';
import { shortened } from '../../language/base/truncate.ts';
import { byOperands, operatorSignature } from '../../language/lowering/operatorCall.ts';
import { type Signature, showParameter } from '../../language/names/bindArguments.ts';
import { functionOf, signatureOf } from '../../language/names/functions.ts';
import type { Module } from '../../language/names/modules.ts';
import { csvCall } from '../../language/names/resolve.ts';
import { gradientCall } from '../../language/syntax/parseExpression.ts';
import { commentAbove, optimizerSettings, type Setting, settingRange } from '../hover/docs.ts';
import { inCode } from '../hover/markdown.ts';
import type { CalledAs } from './callSite.ts';

/** One way to call something. */
export interface Callable {
  readonly name: string;
  readonly parameters: readonly CallableParameter[];
  /** In Markdown. */
  readonly docs: readonly string[];
}

export interface CallableParameter {
  readonly name: string;
  /** As it stands in the signature: `lr = 0.01`. */
  readonly label: string;
  readonly doc?: string;
  /** Whether it is mostly given by its place. */
  readonly isPlaced: boolean;
  /** Whether it is worth its keyword, as in `axis = 0`. */
  readonly isNameable: boolean;
  /** Whether it is given in quotes, and which texts there are where that is known. */
  readonly isText?: boolean;
  readonly texts?: readonly string[];
}

/** The ways to call a name at an offset of a file. */
export function callablesOf(as: CalledAs, name: string, module: Module, offset: number): readonly Callable[] {
  switch (as) {
    case 'optimizer':
      return optimizers
        .filter((row) => row.name === name)
        .map((optimizer) => settings(name, optimizer.doc, optimizerSettings(optimizer)));
    case 'initialiser':
      return initialisers
        .filter((row) => row.name === name)
        .map(({ doc, parameters }) => settings(name, doc, parameters));
    case 'function':
      return functionCallables(name, module, offset);
  }
}

/** `sgd(lr = 0.01, momentum = 0)`. */
export function showCallable({ name, parameters }: Callable): string {
  return `${name}(${parameters.map(({ label }) => label).join(', ')})`;
}

function functionCallables(name: string, module: Module, offset: number): readonly Callable[] {
  if (name === csvCall) return [csvCallable()];
  if (name === gradientCall) return [gradientCallable()];
  const reference = functionOf(name, module, offset);
  if (reference === undefined) return byOperands(operatorsByCall(name)).map(operatorCallable);
  const parameters = placed(signatureOf(reference));
  return [{ name: shortened(name), parameters, docs: commentAbove(reference.module, reference.definition) }];
}

function operatorCallable(operator: Operator): Callable {
  const { doc, example, call } = operator;
  const signature = operatorSignature(operator);
  const parameters = call!.parameters.map((parameter, place) => {
    const { name, kind } = parameter;
    const texts = textsOf(parameter);
    const isOperand = kind === 'operand' || kind === 'operands';
    const isPlaced = isOperand || signature.parameters[place].isRequired;
    const label = showParameter(signature.parameters[place]);
    return { name, label, isPlaced, isNameable: !isOperand, ...(texts && { isText: true, texts }) };
  });
  const shown = example === undefined ? [] : [inCode(example)];
  return { name: signature.name, parameters, docs: [l10n.t(doc), ...shown] };
}

function textsOf({ kind }: Parameter): readonly string[] | undefined {
  return kind === 'reduction' ? reductions : undefined;
}

function placed({ parameters }: Signature): CallableParameter[] {
  return parameters.map((parameter) => ({
    name: parameter.name,
    label: shortened(showParameter(parameter)),
    isPlaced: parameter.isRequired,
    isNameable: true,
  }));
}

function settings(name: string, doc: string, rows: readonly Setting[]): Callable {
  const parameters = rows.map((row) => ({
    name: row.name,
    label: showParameter({ ...row, isRequired: false }),
    doc: [l10n.t(row.doc), ...settingRange(row)].join(' '),
    isPlaced: false,
    isNameable: true,
    ...(row.texts && { isText: true, texts: row.texts }),
  }));
  return { name, parameters, docs: [l10n.t(doc)] };
}

function csvCallable(): Callable {
  const path = { name: 'path', label: '"samples.csv"', doc: l10n.t('The file, by its path from this one.') };
  const columns = {
    name: 'columns',
    label: 'columns = ["a", "b"]',
    doc: l10n.t('The columns that are read, in this order; all of them where it is left out.'),
  };
  return {
    name: csvCall,
    parameters: [
      { ...path, isPlaced: true, isNameable: false },
      { ...columns, isPlaced: false, isNameable: true, isText: true },
    ],
    docs: [l10n.t('Samples from a file: a row is a sample, and a column of text becomes the indices of its classes.')],
  };
}

function gradientCallable(): Callable {
  const of = { name: 'of', label: 'L', doc: l10n.t('What is differentiated: a scalar.') };
  const by = { name: 'by', label: 'x', doc: l10n.t('What it is differentiated by: a value that it depends on.') };
  return {
    name: gradientCall,
    parameters: [of, by].map((parameter) => ({ ...parameter, isPlaced: true, isNameable: false })),
    docs: [l10n.t('The gradient itself, as ∂L/∂x: it may stand in any formula, and be differentiated again.')],
  };
}
