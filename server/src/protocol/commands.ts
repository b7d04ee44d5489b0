/** The commands of the extension, by the identifiers that the palette, the lenses and key bindings share. */

/** Takes one training step in a file; argument: the URI of the document as a string. Runs in the server, by `workspace/applyEdit`. */
export const sgdStepCommand = 'backprop.sgdStep';

/** Compares the gradients of a file with differences; argument: the URI of the document as a string. Runs in the server. */
export const checkGradientsCommand = 'backprop.checkGradients';

/** Undoes the last step: the editor's own undo. Runs in the client. */
export const stepBackCommand = 'backprop.stepBack';

/** Picks what the gradients of a file are of. Runs in the client, by the requests of `roots.ts`. */
export const pickRootCommand = 'backprop.pickRoot';

/** Asks what is to be called otherwise at a place; arguments: the URI of the document as a string, and a position. Runs in the client. */
export const renameAtCommand = 'backprop.renameAt';

/** Switches where the numbers are shown. Runs in the client. */
export const switchDisplayCommand = 'backprop.switchDisplay';

/** Takes all steps of training that a file asks for; argument: the URI of the document as a string. Runs in the server. */
export const trainCommand = 'backprop.train';

/** Keeps what training made of params that the text doesn't hold beside the file; argument as above. Runs in the server. */
export const saveTrainedCommand = 'backprop.saveTrained';

/** Lets such params start anew, and removes what is kept of them; argument as above. Runs in the server. */
export const resetTrainedCommand = 'backprop.resetTrained';

/** Shows the reverse pass of the active model in a document beside it. Runs in the client. */
export const showBackwardPassCommand = 'backprop.showBackwardPass';

/** Shows the computation graph of the active model in the panel beside it. Runs in the client. */
export const showGraphCommand = 'backprop.showGraph';

/** Takes up the number at the cursor of the active model, to be tried out by keys. Runs in the client, as those below. */
export const scrubCommand = 'backprop.scrub';

/** Moves the number that is tried out; argument: by how many steps. */
export const moveScrubCommand = 'backprop.moveScrub';

/** Writes the number that is tried out into the text. */
export const keepScrubCommand = 'backprop.keepScrub';

/** Lets go of the number that is tried out. */
export const dropScrubCommand = 'backprop.dropScrub';

/** Opens the Get Started page of the extension. Runs in the client, as the next one. */
export const getStartedCommand = 'backprop.getStarted';

/** Opens a copy of an example; arguments: its name, as `lesson`, and perhaps the command that is run on it then. */
export const openExampleCommand = 'backprop.openExample';
