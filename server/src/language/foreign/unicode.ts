/** Characters of mathematical notation, and what to write instead. */

const symbols: Readonly<Record<string, string>> = {
  '·': '*',
  '×': '*',
  '⋅': '*',
  '∙': '*',
  '•': '*',
  '∗': '*',
  '⊙': '*',
  '÷': '/',
  '∕': '/',
  '–': '-',
  '—': '-',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '≔': '=',
  '←': '=',
  '½': '0.5',
  '¼': '0.25',
  '¾': '0.75',
  '∑': 'sum',
  '∏': 'prod',
  '√': 'sqrt(…)',
  '‖': 'norm(…)',
  '∇': '∂L/∂x',
};

/** Symbols that stand for a formula around them, so that another character can't replace them. */
const shownOnly: ReadonlySet<string> = new Set(['√', '‖', '∇']);

export function symbolHere(character: string): string | undefined {
  return Object.hasOwn(symbols, character) ? symbols[character] : undefined;
}

/** What replaces a character, by itself. */
export function replacementOf(character: string): string | undefined {
  return shownOnly.has(character) ? undefined : symbolHere(character);
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ';
const superscriptValues = '0123456789-+n';
const subscripts = '₀₁₂₃₄₅₆₇₈₉';

/** `^2` for `²`, and `_1` for `₁`; undefined for a text that is not all superscripts, or all subscripts. */
export function scriptHere(text: string): string | undefined {
  if ([...text].every((character) => superscripts.includes(character))) {
    const value = [...text].map((character) => superscriptValues[superscripts.indexOf(character)]).join('');
    return value.length > 1 && !/^\d+$/.test(value) ? `^(${value})` : `^${value}`;
  }
  const isSubscript = [...text].every((character) => subscripts.includes(character));
  return isSubscript ? `_${[...text].map((character) => subscripts.indexOf(character)).join('')}` : undefined;
}
