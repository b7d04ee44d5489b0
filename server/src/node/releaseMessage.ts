/** What the thread of an engine is told that nobody waits for any more: it ends when it is free. */

export const releaseMessage = 'released';
