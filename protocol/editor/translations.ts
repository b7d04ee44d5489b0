/** Translations of user-facing texts, keyed by the English texts in the sources: a VS Code l10n bundle. */

export type Translations = Readonly<Record<string, string>>;
