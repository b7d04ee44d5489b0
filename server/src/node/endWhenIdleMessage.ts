/** The message that lets an engine thread end once it is idle. */

export const endWhenIdleMessage = 'endWhenIdle';
