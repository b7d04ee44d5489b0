/** The mode in which a model is lowered: some operators have another value in training than in evaluation. */

export type Mode = 'training' | 'evaluation';
