/** The texts for users in another language, by the English ones that stand in the sources: a bundle as VS Code has it. */

export type Translations = Readonly<Record<string, string>>;
