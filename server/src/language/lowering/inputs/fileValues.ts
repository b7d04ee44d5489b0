/** Lowers the values of statements that are read from files, and keeps what else the files say about them. */

import type { Column } from '../../../data/samples.ts';
import { constant } from '../../../engine/ir/constant.ts';
import { toFloat64 } from '../../../engine/ir/tensor.ts';
import { isModelFile } from '../../names/modules/module.ts';
import type { FileCall } from '../../names/resolution/fileCalls.ts';
import { isProblem } from '../../problems/problems.ts';
import type { CheckedBuilder, NodeResult } from '../checkedBuilder.ts';
import type { LoweringContext } from '../context.ts';
import type { Frame } from '../expressions/frame.ts';
import { loadFile } from './loadFile.ts';

export class FileValues {
  readonly #builder: CheckedBuilder;
  readonly #context: LoweringContext;
  /** The columns of the model's data, by name. */
  readonly #columns = new Map<string, readonly Column[]>();
  /** The vocabularies of the model's data, by name; null if its file can't be read. */
  readonly #vocabularies = new Map<string, readonly string[] | null>();

  constructor(builder: CheckedBuilder, context: LoweringContext) {
    this.#builder = builder;
    this.#context = context;
  }

  columnsOf(name: string): readonly Column[] | undefined {
    return this.#columns.get(name);
  }

  /** A constant. */
  lower({ definition, call, fileFunction }: FileCall, frame: Frame): NodeResult {
    const { module } = frame;
    this.#builder.preventReuse();
    const tensor = loadFile(definition, call, fileFunction, this.#context.files, module.path, {
      numberOf: (name) => {
        const node = frame.valueOf(name);
        return node === undefined ? undefined : this.#builder.constantValue(node);
      },
      vocabularyOf: (name) => this.#vocabularies.get(name),
    });
    const { name } = definition.name;
    const isOfModel = isModelFile(module);
    if (tensor === undefined || isProblem(tensor)) {
      if (isOfModel) this.#vocabularies.set(name, null);
      return tensor;
    }
    if (isOfModel && tensor.vocabulary) this.#vocabularies.set(name, tensor.vocabulary);
    if (isOfModel && tensor.columns) this.#columns.set(name, tensor.columns);
    const values = definition.kind === 'data' ? tensor.values : toFloat64(tensor.values);
    return this.#builder.add(frame.rangeOf(call), constant, [], { ...tensor, values });
  }
}
