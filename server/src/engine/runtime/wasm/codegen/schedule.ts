/**
 * In which order the nodes of a program are computed. What depends on no leaf comes first: it is the same in every run.
 * Single elements of one operator that don't depend on each other stand side by side, so that they are one instruction.
 */

import { constant } from '../../../ir/constant.ts';
import type { NodeId, Program } from '../../../ir/program.ts';
import { leaf } from '../../../operators/leaves.ts';
import { callJs } from '../opcodes.ts';
import { scalarOpcode } from './scalarInstructions.ts';

/** Nodes that are computed together: single elements of one operator, whose opcode it is, or one node of any other kind. */
export interface ScheduleStep {
  readonly opcode: number;
  /** Its first place in the order, and the one after its last. */
  readonly first: number;
  readonly end: number;
}

export interface Schedule {
  /** All nodes: those that are given, those that are computed once, and those that are computed in each run. */
  readonly order: Int32Array;
  /** How many are there before anything is computed: constants, and leaves that start from what is the same in every run. */
  readonly presetCount: number;
  /** What is computed before the first run, as it is the same in every one. */
  readonly setup: readonly ScheduleStep[];
  readonly perRun: readonly ScheduleStep[];
}

export function scheduleNodes(program: Program): Schedule {
  const { length } = program;
  const opcodes = new Int32Array(length);
  const levels = new Int32Array(length);
  const phases = new Int32Array(length);
  const order = new Int32Array(length);
  const counts = [0, 0, 0];
  let scalarCount = 0;
  for (let node = 0; node < length; node++) {
    order[node] = node;
    opcodes[node] = scalarOpcode(program, node);
    if (opcodes[node] !== callJs) scalarCount++;
    levels[node] = levelOf(program, node, levels);
    phases[node] = phaseOf(program, node, phases);
    counts[phases[node]]++;
  }
  const byLevel = 2 * scalarCount > length ? countingSort(countingSort(order, opcodes), levels) : order;
  const byPhase = countingSort(byLevel, phases);
  const [presetCount, setupCount] = counts;
  return {
    order: byPhase,
    presetCount,
    setup: groupSteps(presetCount, presetCount + setupCount, byPhase, opcodes),
    perRun: groupSteps(presetCount + setupCount, length, byPhase, opcodes),
  };
}

/** How many nodes, one after another, have to be there before. */
function levelOf(program: Program, node: NodeId, levels: Int32Array): number {
  let level = 0;
  for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
    level = Math.max(level, levels[program.operand(node, operandIndex)] + 1);
  }
  return level;
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

/** By a number that each node has, from the smallest; those that have the same stay as they are. */
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

function groupSteps(start: number, end: number, order: Int32Array, opcodes: Int32Array): ScheduleStep[] {
  const steps: ScheduleStep[] = [];
  for (let first = start; first < end; ) {
    const opcode = opcodes[order[first]];
    let next = first + 1;
    if (opcode !== callJs)
      while (next < end && next - first < maxNodesPerStep && opcodes[order[next]] === opcode) next++;
    steps.push({ opcode, first, end: next });
    first = next;
  }
  return steps;
}

/** Between two steps a run may stop. */
const maxNodesPerStep = 1 << 14;
