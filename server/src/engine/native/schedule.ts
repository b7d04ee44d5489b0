/**
 * In which order the nodes of a program are computed. What depends on no leaf comes first: it is the same in every run.
 * Single elements of one operator that don't depend on each other stand side by side, so that they are one instruction.
 */

import { plain } from '../kernels/opcodes.ts';
import { constant, leaf } from '../ops/leaves.ts';
import type { NodeId, Program } from '../program.ts';
import { singleCode } from './singles.ts';

/** Nodes that are computed together: single elements of one operator, whose opcode it is, or one node of any other kind. */
export interface Step {
  readonly code: number;
  readonly nodes: readonly NodeId[];
}

export interface Schedule {
  /** What is there before anything is computed: constants, and leaves that start from what is the same in every run. */
  readonly given: readonly NodeId[];
  /** What is computed before the first run, as it is the same in every one. */
  readonly once: readonly Step[];
  /** What is computed in each run. */
  readonly each: readonly Step[];
}

export function scheduled(program: Program): Schedule {
  const codes = Uint8Array.from({ length: program.length }, (_, node) => singleCode(program, node));
  const singles = codes.reduce((count, code) => (code === plain ? count : count + 1), 0);
  const order = 2 * singles > program.length ? byLevel(program, codes) : codes.keys();
  const varies = varying(program);
  const given: NodeId[] = [];
  const once: Grown[] = [];
  const each: Grown[] = [];
  for (const node of order) {
    if (isGiven(program, node, varies)) given.push(node);
    else append(varies[node] === 1 ? each : once, codes[node], node);
  }
  return { given, once, each };
}

/** 1 for each node that depends on a leaf, or is one. */
function varying(program: Program): Uint8Array {
  const varies = new Uint8Array(program.length);
  for (let node = 0; node < program.length; node++) {
    varies[node] = program.operator(node) === leaf ? 1 : 0;
    for (let position = 0; position < program.arity(node); position++) {
      if (varies[program.operand(node, position)] === 1) varies[node] = 1;
    }
  }
  return varies;
}

function isGiven(program: Program, node: NodeId, varies: Uint8Array): boolean {
  const operator = program.operator(node);
  return operator === constant || (operator === leaf && varies[program.operand(node, 0)] === 0);
}

/** There are no more of them. */
const opcodes = 1 << 8;

/** The nodes by how many others, one after another, have to be computed before them; then by opcode. */
function byLevel(program: Program, codes: Uint8Array): Iterable<NodeId> {
  const levels = new Int32Array(program.length);
  // A number holds the level, the opcode and the node, and sorts by all three.
  const keys = new Float64Array(program.length);
  for (let node = 0; node < program.length; node++) {
    for (let position = 0; position < program.arity(node); position++) {
      levels[node] = Math.max(levels[node], levels[program.operand(node, position)] + 1);
    }
    keys[node] = (levels[node] * opcodes + codes[node]) * program.length + node;
  }
  return keys.sort().map((key) => key % program.length);
}

interface Grown extends Step {
  readonly nodes: NodeId[];
}

function append(steps: Grown[], code: number, node: NodeId): void {
  const last = steps.at(-1);
  if (code !== plain && last?.code === code && last.nodes.length < mostNodesInAStep) last.nodes.push(node);
  else steps.push({ code, nodes: [node] });
}

/** Between two steps a run may stop. */
const mostNodesInAStep = 1 << 14;
