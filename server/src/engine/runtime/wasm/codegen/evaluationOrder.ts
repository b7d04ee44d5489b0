/**
 * The evaluation order of a program. Nodes that depend on no leaf come first, as they are the same in every run.
 * Independent scalar nodes of one operator are adjacent, so that they become one instruction.
 */

import { constant } from '../../../ir/constant.ts';
import type { NodeId, Program } from '../../../ir/program.ts';
import { leaf } from '../../../operators/identities.ts';
import { noScalarInstruction, scalarInstructionOpcode } from './scalarInstructions.ts';

/** Nodes computed together: those of one scalar instruction, or a single node of any other kind. */
export interface EvaluationStep {
  /** The opcode of the scalar instruction, or `noScalarInstruction`. */
  readonly opcode: number;
  /** Positions in the order: the first, and one past the last. */
  readonly first: number;
  readonly end: number;
}

export interface EvaluationOrder {
  /** All nodes: first the preset ones, then those computed once, then those computed in each run. */
  readonly order: Int32Array;
  /** The number of preset nodes: constants, and leaves that start from values that never change. */
  readonly presetCount: number;
  /** Computed before the first run, as it is the same in every run. */
  readonly setup: readonly EvaluationStep[];
  readonly perRun: readonly EvaluationStep[];
}

export function evaluationOrderOf(program: Program): EvaluationOrder {
  const { length } = program;
  const opcodes = new Int32Array(length);
  const depths = new Int32Array(length);
  const phases = new Int32Array(length);
  const order = new Int32Array(length);
  const counts = [0, 0, 0];
  let scalarCount = 0;
  for (let node = 0; node < length; node++) {
    order[node] = node;
    opcodes[node] = scalarInstructionOpcode(program, node);
    if (opcodes[node] !== noScalarInstruction) scalarCount++;
    depths[node] = depthOf(program, node, depths);
    phases[node] = phaseOf(program, node, phases);
    counts[phases[node]]++;
  }
  // Makes scalar nodes of one operator adjacent. The sort takes longer than it saves unless most nodes are scalars.
  const byDepth = 2 * scalarCount > length ? countingSort(countingSort(order, opcodes), depths) : order;
  const byPhase = countingSort(byDepth, phases);
  const [presetCount, setupCount] = counts;
  return {
    order: byPhase,
    presetCount,
    setup: groupSteps(presetCount, presetCount + setupCount, byPhase, opcodes),
    perRun: groupSteps(presetCount + setupCount, length, byPhase, opcodes),
  };
}

/** The number of edges of the longest path from a node without operands to this one. */
function depthOf(program: Program, node: NodeId, depths: Int32Array): number {
  let depth = 0;
  for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
    depth = Math.max(depth, depths[program.operand(node, operandIndex)] + 1);
  }
  return depth;
}

const presetPhase = 0;
const setupPhase = 1;
const perRunPhase = 2;

function phaseOf(program: Program, node: NodeId, phases: Int32Array): number {
  const operator = program.operator(node);
  if (operator === constant) return presetPhase;
  let phase = setupPhase;
  for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
    const operand = program.operand(node, operandIndex);
    if (phases[operand] === perRunPhase || program.operator(operand) === leaf) phase = perRunPhase;
  }
  return operator === leaf && phase === setupPhase ? presetPhase : phase;
}

/** Stable counting sort by a number per node, ascending. */
function countingSort(order: Int32Array, keys: Int32Array): Int32Array {
  let maxKey = 0;
  for (let node = 0; node < keys.length; node++) if (keys[node] > maxKey) maxKey = keys[node];
  const ends = new Int32Array(maxKey + 1);
  for (let node = 0; node < keys.length; node++) ends[keys[node]]++;
  for (let key = 1; key < ends.length; key++) ends[key] += ends[key - 1];
  const result = new Int32Array(order.length);
  for (let index = order.length - 1; index >= 0; index--) result[--ends[keys[order[index]]]] = order[index];
  return result;
}

/** Groups the nodes of a part of the order, given by positions: adjacent scalars of one opcode are one step. */
function groupSteps(start: number, end: number, order: Int32Array, opcodes: Int32Array): EvaluationStep[] {
  const steps: EvaluationStep[] = [];
  for (let first = start; first < end; ) {
    const opcode = opcodes[order[first]];
    let next = first + 1;
    if (opcode !== noScalarInstruction)
      while (next < end && next - first < maxNodesPerStep && opcodes[order[next]] === opcode) next++;
    steps.push({ opcode, first, end: next });
    first = next;
  }
  return steps;
}

/** A run may yield between two steps. */
const maxNodesPerStep = 1 << 14;
