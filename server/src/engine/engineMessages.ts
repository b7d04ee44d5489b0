/** The messages between the server and the engine in a worker. */

import type { CheckedLeaf, LeafReport } from './gradcheck/gradcheck.ts';
import type { NodeId } from './ir/program.ts';
import type { FlatColumns, FlatProgram, FlatValues } from './runtime/flatProgram.ts';
import type { SessionCommand, SessionJob, SessionState } from './training/session/sessionCommands.ts';

interface RequestBase {
  /** Unique within a worker. */
  readonly requestId: number;
  readonly program: FlatProgram;
  /** Time limit in milliseconds: of the work, or of a session to receive a command. */
  readonly timeLimit: number;
}

/** Runs a program once. */
export type EvaluateRequest = RequestBase & { readonly kind: 'evaluate' };

/** Compares the gradients of a root with finite differences. */
export type CheckRequest = RequestBase & {
  readonly kind: 'check';
  readonly root: NodeId;
  readonly leaves: readonly CheckedLeaf[];
};

/** Runs a training session, driven by commands, until cancelled. */
export type SessionRequest = RequestBase & SessionJob & { readonly kind: 'session' };

/** A request that is answered exactly once, after some time. */
export type WorkRequest = EvaluateRequest | CheckRequest | SessionRequest;

export type EngineRequest =
  | WorkRequest
  | { readonly kind: 'cancel'; readonly requestId: number }
  | { readonly kind: 'command'; readonly requestId: number; readonly command: SessionCommand };

/** A message about a session that is still running: a state, or that it has received a command. */
export type EngineReport =
  | { readonly kind: 'state'; readonly requestId: number; readonly state: SessionState }
  | { readonly kind: 'received'; readonly requestId: number };

/**
 * The result of an evaluation. `recycled` returns the columns of the program, so that the sender can reuse their
 * buffers.
 */
export interface ValuesReply {
  readonly kind: 'values';
  readonly requestId: number;
  readonly values: FlatValues;
  readonly recycled?: FlatColumns;
}

export type EngineReply =
  | ValuesReply
  | { readonly kind: 'checked'; readonly requestId: number; readonly reports: readonly LeafReport[] }
  | { readonly kind: 'cancelled'; readonly requestId: number }
  | { readonly kind: 'exceeded'; readonly requestId: number }
  | { readonly kind: 'failed'; readonly requestId: number; readonly message: string };
