/** Command identifiers, shared by the command palette, code lenses and key bindings. */

/**
 * Takes one step of the file's optimizer; argument: the document URI as a string. Runs in the server, via
 * `workspace/applyEdit`.
 */
export const trainingStepCommand = 'backprop.trainingStep';

/**
 * Compares the gradients of a file with finite differences; argument: the document URI as a string. Runs in the
 * server.
 */
export const checkGradientsCommand = 'backprop.checkGradients';

/** Undoes the last step: the editor's undo, or the request of `stepBack.ts` for params that the text does not hold. Runs in the client. */
export const stepBackCommand = 'backprop.stepBack';

/** Picks the scalar that a file is differentiated from. Runs in the client, with the requests of `roots.ts`. */
export const pickRootCommand = 'backprop.pickRoot';

/** Starts renaming at a position; arguments: the document URI as a string, and the position. Runs in the client. */
export const renameAtCommand = 'backprop.renameAt';

/** Opens the hover of a statement; arguments: the document URI as a string, and the line. Runs in the client. */
export const showLensHoverCommand = 'backprop.showLensHover';

/** Opens the tensor viewer; arguments: the document URI as a string, and the name of a node. Runs in the client. */
export const viewTensorCommand = 'backprop.viewTensor';

/** Switches the position of displayed numbers. Runs in the client. */
export const switchDisplayCommand = 'backprop.switchDisplay';

/** Takes all training steps that a file asks for; argument: the document URI as a string. Runs in the server. */
export const trainCommand = 'backprop.train';

/**
 * Stops the training of a file, by the command above or in the panel; argument: the document URI as a string. Runs in the server.
 */
export const stopTrainingCommand = 'backprop.stopTraining';

/**
 * Saves the learned params beside the file; argument: the document URI as a string.
 * Runs in the server.
 */
export const saveLearnedCommand = 'backprop.saveLearned';

/**
 * Resets params that the text does not hold to their initial values, and deletes the saved ones; argument: the document
 * URI as a string. Runs in the server.
 */
export const discardLearnedCommand = 'backprop.discardLearned';

/**
 * Shows the numbers of a file in evaluation mode instead of training mode, or the other way round; argument: the document
 * URI as a string. Runs in the server.
 */
export const toggleModeCommand = 'backprop.toggleMode';

/**
 * Shows other random numbers for the random nodes and dropouts of a file; argument: the document URI as a string. Runs in the
 * server.
 */
export const drawAgainCommand = 'backprop.drawAgain';

/** Shows the backward pass of the active model in a document beside it. Runs in the client. */
export const showBackwardPassCommand = 'backprop.showBackwardPass';

/** Shows the computation graph of the active model in the panel beside it. Runs in the client. */
export const showGraphCommand = 'backprop.showGraph';

/** Starts scrubbing the number at the cursor of the active model with keys. Runs in the client. */
export const scrubCommand = 'backprop.scrub';

/** Changes the scrubbed number; argument: the number of steps. Runs in the client. */
export const moveScrubCommand = 'backprop.moveScrub';

/** Commits the scrubbed number to the text. Runs in the client. */
export const commitScrubCommand = 'backprop.commitScrub';

/** Cancels scrubbing. Runs in the client. */
export const cancelScrubCommand = 'backprop.cancelScrub';

/** Opens a new model that starts as an example. Runs in the client. */
export const newModelCommand = 'backprop.newModel';

/** Opens a copy of the lesson with its graph beside it. Runs in the client. */
export const getStartedCommand = 'backprop.getStarted';

/** Opens the walkthrough of the extension. Runs in the client. */
export const openWalkthroughCommand = 'backprop.openWalkthrough';

/**
 * Opens a copy of an example; arguments: its name, such as `lesson`, and optionally a command to run on it. Runs in the
 * client.
 */
export const openExampleCommand = 'backprop.openExample';
