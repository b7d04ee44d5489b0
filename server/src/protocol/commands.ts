/** The commands of the extension, by the identifiers that the palette, the lenses and key bindings share. */

/** Takes one training step in a file; argument: the URI of the document as a string. Runs in the server, by `workspace/applyEdit`. */
export const sgdStepCommand = 'backprop.sgdStep';

/** Compares the gradients of a file with differences; argument: the URI of the document as a string. Runs in the server. */
export const checkGradientsCommand = 'backprop.checkGradients';

/** Undoes the last step: the editor's own undo. Runs in the client. */
export const stepBackCommand = 'backprop.stepBack';

/** Picks what the gradients of a file are of. Runs in the client, by the requests of `roots.ts`. */
export const pickRootCommand = 'backprop.pickRoot';

/** Switches where the numbers are shown. Runs in the client. */
export const switchDisplayCommand = 'backprop.switchDisplay';
