/** The commands of the extension, by the identifiers that the palette, the lenses and key bindings share. */

/** Takes one training step in a file; argument: the URI of the document as a string. Runs in the server, by `workspace/applyEdit`. */
export const sgdStepCommand = 'backprop.sgdStep';

/** Undoes the last step: the editor's own undo. Runs in the client. */
export const stepBackCommand = 'backprop.stepBack';

/** Switches where the numbers are shown. Runs in the client. */
export const switchDisplayCommand = 'backprop.switchDisplay';

/** Shows the reverse pass of the active model in a document beside it. Runs in the client. */
export const showBackwardPassCommand = 'backprop.showBackwardPass';
