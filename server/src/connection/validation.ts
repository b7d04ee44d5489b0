/**
 * Validation of every message before any handler gets it: a request with malformed parameters is refused as invalid, such a
 * notification is dropped and logged. So is a message of our own, `backprop/…`, without a row in `paramsSchemas`.
 */

import * as v from 'valibot';
import {
  type Connection,
  type ConnectionOptions,
  ErrorCodes,
  Message,
  type NotificationMessage,
  type RequestMessage,
  ResponseError,
} from 'vscode-languageserver';
import type { Schema } from '../../../protocol/shared/schema.ts';
import { paramsSchemas } from './requestSchemas.ts';

/** Stands in for a rejected message, so that the connection answers it in turn. */
const rejectedMethod = 'backprop/rejected';

const ownPrefix = 'backprop/';

/** In characters: how much of malformed parameters is logged. */
const maxLoggedLength = 200;

/** Options of every connection that `handleRejected` is called for. */
export const validatingOptions: ConnectionOptions = {
  messageStrategy: {
    handleMessage: (message, next) =>
      next(Message.isRequest(message) || Message.isNotification(message) ? validated(message) : message),
  },
};

export function handleRejected(connection: Connection): void {
  connection.onRequest(rejectedMethod, (code: number, reason: string) => new ResponseError(code, reason));
  connection.onNotification(rejectedMethod, (_code: number, reason: string) => connection.console.warn(reason));
}

function validated<M extends RequestMessage | NotificationMessage>(message: M): M {
  const { method } = message;
  // By position, there is one parameter.
  const params = Array.isArray(message.params) && message.params.length === 1 ? message.params[0] : message.params;
  const schema = paramsSchemas[method];
  if (schema === undefined)
    return method.startsWith(ownPrefix)
      ? rejected(message, ErrorCodes.MethodNotFound, `${truncate(method)} is not a method of this server`)
      : message;
  const { success, output, issues } = v.safeParse(schema, params, { abortEarly: true });
  if (success) return { ...message, params: output };
  const reason = Message.isRequest(message) ? refusalOf(method, schema, issues[0]) : logLine(method, params);
  return rejected(message, ErrorCodes.InvalidParams, reason);
}

function rejected<M extends RequestMessage | NotificationMessage>(message: M, code: number, reason: string): M {
  return { ...message, method: rejectedMethod, params: [code, reason] };
}

function refusalOf(method: string, schema: Schema, issue: v.BaseIssue<unknown>): string {
  const description = v.getDescription(schema);
  if (description !== undefined) return `${method} takes ${description}`;
  const path = v.getDotPath(issue);
  return truncate(`${method} has invalid parameters: ${path === null ? '' : `${path}: `}${issue.message}`);
}

function logLine(method: string, params: unknown): string {
  return `${method} has unknown parameters: ${truncate(JSON.stringify(params) ?? 'none')}`;
}

function truncate(text: string): string {
  return text.length > maxLoggedLength ? `${text.slice(0, maxLoggedLength)}…` : text;
}
