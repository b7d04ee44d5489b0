/** The mode in which a model is lowered: some operators have another value in training than in evaluation mode. */

export type Mode = 'training' | 'evaluation';
