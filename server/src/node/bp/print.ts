/** Lines for the terminal. What comes from files can't control it: control characters are printed as escapes. */

export function printLine(text: string): void {
  console.log(escapeControls(text));
}

/** Prints to stderr. */
export function printError(text: string): void {
  console.error(escapeControls(text));
}

/** `\u001b` for ESC and so on, in JSON's notation; line breaks and tabs stay. */
function escapeControls(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
