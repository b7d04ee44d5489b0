/** Messages to the user without links: VS Code makes one of `[text](command:…)`, and texts of models are in messages. */

export function plainMessage(message: string): string {
  // With a zero-width space between them, the brackets are only text.
  return message.replaceAll('](', ']\u200b(');
}
