/**
 * In which order the nodes of a program are computed. What depends on no leaf comes first: it is the same in every run.
 * Single elements of one operator that don't depend on each other stand side by side, so that they are one instruction.
 */

import type { NodeId, Program } from '../../../ir/program.ts';
import { constant, leaf } from '../../../operators/leaves.ts';
import { plain } from '../opcodes.ts';
import { singleCode } from './scalarInstructions.ts';

/** Nodes that are computed together: single elements of one operator, whose opcode it is, or one node of any other kind. */
export interface Step {
  readonly code: number;
  /** Its first place in the order, and the one after its last. */
  readonly first: number;
  readonly end: number;
}

export interface Schedule {
  /** All nodes: those that are given, those that are computed once, and those that are computed in each run. */
  readonly order: Int32Array;
  /** How many are there before anything is computed: constants, and leaves that start from what is the same in every run. */
  readonly given: number;
  /** What is computed before the first run, as it is the same in every one. */
  readonly once: readonly Step[];
  readonly each: readonly Step[];
}

export function scheduled(program: Program): Schedule {
  const { length } = program;
  const codes = new Int32Array(length);
  const levels = new Int32Array(length);
  const parts = new Int32Array(length);
  const order = new Int32Array(length);
  const counts = [0, 0, 0];
  let singles = 0;
  for (let node = 0; node < length; node++) {
    order[node] = node;
    codes[node] = singleCode(program, node);
    if (codes[node] !== plain) singles++;
    levels[node] = levelOf(program, node, levels);
    parts[node] = partOf(program, node, parts);
    counts[parts[node]]++;
  }
  const levelled = 2 * singles > length ? sorted(sorted(order, codes), levels) : order;
  const all = sorted(levelled, parts);
  const [given, once] = counts;
  return {
    order: all,
    given,
    once: stepsBetween(given, given + once, all, codes),
    each: stepsBetween(given + once, length, all, codes),
  };
}

/** How many nodes, one after another, have to be there before. */
function levelOf(program: Program, node: NodeId, levels: Int32Array): number {
  let level = 0;
  for (let position = 0; position < program.arity(node); position++) {
    level = Math.max(level, levels[program.operand(node, position)] + 1);
  }
  return level;
}

const isGiven = 0;
const isOnce = 1;
const isEach = 2;

function partOf(program: Program, node: NodeId, parts: Int32Array): number {
  const operator = program.operator(node);
  if (operator === constant) return isGiven;
  let part = isOnce;
  for (let position = 0; position < program.arity(node); position++) {
    const operand = program.operand(node, position);
    if (parts[operand] === isEach || program.operator(operand) === leaf) part = isEach;
  }
  return operator === leaf && part === isOnce ? isGiven : part;
}

/** By a number that each node has, from the smallest; those that have the same stay as they are. */
function sorted(order: Int32Array, numbers: Int32Array): Int32Array {
  let largest = 0;
  for (let node = 0; node < numbers.length; node++) if (numbers[node] > largest) largest = numbers[node];
  const ends = new Int32Array(largest + 1);
  for (let node = 0; node < numbers.length; node++) ends[numbers[node]]++;
  for (let number = 1; number < ends.length; number++) ends[number] += ends[number - 1];
  const result = new Int32Array(order.length);
  for (let place = order.length - 1; place >= 0; place--) result[--ends[numbers[order[place]]]] = order[place];
  return result;
}

function stepsBetween(start: number, end: number, order: Int32Array, codes: Int32Array): Step[] {
  const steps: Step[] = [];
  for (let first = start; first < end; ) {
    const code = codes[order[first]];
    let next = first + 1;
    if (code !== plain) while (next < end && next - first < mostNodesInAStep && codes[order[next]] === code) next++;
    steps.push({ code, first, end: next });
    first = next;
  }
  return steps;
}

/** Between two steps a run may stop. */
const mostNodesInAStep = 1 << 14;
