/** The frames of a model and the files that it imports, each with the consts in its scope. */

import { isModelFile, type Module } from '../../names/modules/module.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import type { Definition } from '../../syntax/ast.ts';
import type { LoweringFailure } from '../checkedBuilder.ts';
import { Frame } from './frame.ts';

export class FileFrames {
  readonly #problems: Problem[];
  readonly #frames = new Map<Module, Frame>();
  /** The nodes of the statements of the model itself. */
  readonly #statementNodes: Int32Array;
  readonly #lower: (statement: Definition, frame: Frame) => LoweringFailure | undefined;

  constructor(
    statementNodes: Int32Array,
    problems: Problem[],
    lower: (statement: Definition, frame: Frame) => LoweringFailure | undefined,
  ) {
    this.#problems = problems;
    this.#statementNodes = statementNodes;
    this.#lower = lower;
  }

  /** The frame of a file, with its imported consts; an imported file has its own consts in it as well. */
  frameOf(module: Module): Frame {
    const cached = this.#frames.get(module);
    if (cached) return cached;
    const frame = isModelFile(module) ? Frame.ofModel(module, this.#statementNodes) : Frame.ofFile(module);
    this.#frames.set(module, frame);
    for (const [name, { module: definingModule }] of module.names.scope.consts) {
      const node = module.names.definitions.has(name) ? undefined : this.frameOf(definingModule).valueOf(name);
      if (node !== undefined) frame.define(name, node);
    }
    if (!isModelFile(module)) this.#defineConsts(module, frame);
    return frame;
  }

  #defineConsts({ tree, lines, importRange, name }: Module, frame: Frame): void {
    for (const statement of tree.statements) {
      if (statement.kind !== 'const') continue;
      const failure = this.#lower(statement, frame);
      if (!failure) frame.define(statement.name.name, frame.nodeOf(statement.value));
      else if (failure.cause) {
        const { start, message } = failure.cause;
        this.#problems.push(problem('error-in-import', importRange, name, lines.positionAt(start).line + 1, message));
      }
    }
  }
}
