/** Formulas in LaTeX, rewritten in this language where their meaning is plain. */

/** The formula, which is empty for `\begin{align}`; undefined if part of it has no counterpart, such as an index of a sum. */
export function fromLatex(source: string): string | undefined {
  const text = source
    .replace(/\\(?:begin|end)\{[^}]*\}(?:\{[^}]*\})?|\\\\|\$|&|\\(?:label|tag)\{[^}]*\}|\\[()[\]]|\\nonumber/g, '')
    .trim()
    .replace(/[.,]$/, '');
  try {
    const formula = new LatexReader(text).read().replace(/ {2,}/g, ' ').trim();
    return formula.replace(/\( /g, '(').replace(/ \)/g, ')');
  } catch (error) {
    if (error instanceof NotWritable) return undefined;
    throw error;
  }
}

class NotWritable extends Error {}

const functions: ReadonlySet<string> = new Set([
  ...['arccos', 'arcsin', 'arctan', 'cos', 'cosh', 'exp', 'log', 'max', 'min', 'sin', 'sinh', 'tan', 'tanh', 'ln'],
]);
const functionNames: Readonly<Record<string, string>> = { arccos: 'acos', arcsin: 'asin', arctan: 'atan', ln: 'log' };

const symbols: Readonly<Record<string, string>> = {
  approx: ' ≈ ',
  ast: ' * ',
  bmod: ' % ',
  cdot: ' * ',
  div: ' / ',
  ge: ' >= ',
  geq: ' >= ',
  le: ' <= ',
  leq: ' <= ',
  ne: ' != ',
  neq: ' != ',
  odot: ' * ',
  partial: '∂',
  times: ' * ',
};

/** Commands that size brackets. */
const brackets: ReadonlySet<string> = new Set(['left', 'right', 'big', 'Big', 'bigl', 'bigr', 'Bigl', 'Bigr']);

/** Commands that space or style what follows. */
const silent: ReadonlySet<string> = new Set([...['quad', 'qquad', 'displaystyle', 'limits', ',', ';', '!', ':', ' ']]);

const styles: ReadonlySet<string> = new Set([
  ...['mathbf', 'mathrm', 'mathit', 'mathsf', 'mathcal', 'text', 'textrm', 'operatorname', 'boldsymbol', 'bm', 'vec'],
]);

const accents: Readonly<Record<string, string>> = { bar: '_bar', hat: '_hat', tilde: '_tilde', overline: '_bar' };

const greek = new Map(
  [
    ...[
      'alpha α',
      'beta β',
      'gamma γ',
      'delta δ',
      'epsilon ε',
      'varepsilon ε',
      'zeta ζ',
      'eta η',
      'theta θ',
      'kappa κ',
    ],
    ...['lambda λ', 'mu μ', 'nu ν', 'xi ξ', 'pi π', 'rho ρ', 'sigma σ', 'tau τ', 'phi φ', 'varphi φ', 'chi χ', 'psi ψ'],
    ...['omega ω', 'Gamma Γ', 'Delta Δ', 'Theta Θ', 'Lambda Λ', 'Sigma Σ', 'Phi Φ', 'Psi Ψ', 'Omega Ω'],
  ].map((pair) => pair.split(' ') as [string, string]),
);

class LatexReader {
  readonly #text: string;
  #offset = 0;
  #written = '';

  constructor(text: string) {
    this.#text = text;
  }

  read(): string {
    while (this.#offset < this.#text.length) this.#readNext();
    return this.#written;
  }

  #readNext(): void {
    const command = this.#match(/\\([A-Za-z]+|.)/y);
    if (command !== undefined) this.#readCommand(command);
    else if (this.#text[this.#offset] === '{') this.#operand(atomic(this.#group()));
    else if (this.#text[this.#offset] === '^') this.#readPower();
    else if (this.#text[this.#offset] === '_') this.#readSubscript();
    else {
      const token = this.#match(/(\p{ID_Start}(?:(?!_\{)\p{ID_Continue})*|[\d.]+)/uy);
      if (token !== undefined) this.#operand(token);
      else {
        const character = this.#text[this.#offset++];
        if (character === '(') this.#operand('(');
        else this.#written += character;
      }
    }
  }

  #readCommand(command: string): void {
    if (brackets.has(command)) return;
    if (silent.has(command)) this.#written += ' ';
    else if (/^[dt]?frac$/.test(command)) this.#readFraction();
    else if (command === 'sqrt') {
      const degree = this.#match(/\[([^\]]*)\]/y);
      const radicand = this.#group();
      this.#operand(degree === undefined ? `sqrt(${radicand})` : `${atomic(radicand)}^(1 / ${degree})`);
    } else if (command === '|' || command === 'lVert') {
      const inner = this.#match(/(.*?)\\(?:\||rVert)/y);
      if (inner === undefined) throw new NotWritable();
      this.#operand(`norm(${new LatexReader(inner).read().trim()})`);
    } else if (styles.has(command)) this.#operand(this.#group());
    else if (Object.hasOwn(accents, command)) this.#operand(`${this.#group()}${accents[command]}`);
    else if (functions.has(command)) this.#readFunction(functionNames[command] ?? command);
    else if (command === 'sigma' && /^\s*(?:\\left\s*)?\(/.test(this.#rest)) this.#operand('sigmoid');
    else if (Object.hasOwn(symbols, command)) this.#written += symbols[command];
    else if (greek.has(command)) this.#operand(greek.get(command)!);
    else throw new NotWritable();
  }

  /** `(a + b) / c`, or `∂L/∂x`. */
  #readFraction(): void {
    const [above, below] = [this.#group(), this.#group()];
    if (above.startsWith('∂') && below.startsWith('∂')) {
      this.#operand(`${above.replace(/ /g, '')}/${below.replace(/ /g, '')}`);
      return;
    }
    const fraction = `${atomic(above)} / ${atomic(below)}`;
    const isAlone = /(?:^|[=(,+]|[^e]-)\s*$/.test(this.#written) && /^\s*(?:$|[)+\-,=]|\\right)/.test(this.#rest);
    this.#operand(isAlone ? fraction : `(${fraction})`);
  }

  #readPower(): void {
    this.#offset++;
    const exponent = this.#argument();
    const isTransposed = ['T', '⊤'].includes(exponent) || exponent === 'top';
    const base = this.#written.trimEnd();
    const isExponential = /(?:^|[^\p{ID_Continue}.])e$/u.test(base);
    this.#written = isExponential
      ? `${base.slice(0, -1)}exp(${exponent})`
      : base + (isTransposed ? '.T' : `^${atomic(exponent)}`);
  }

  #readSubscript(): void {
    this.#offset++;
    const index = this.#argument().replace(/[\s,]/g, '');
    if (!/^\p{ID_Continue}+$/u.test(index)) throw new NotWritable();
    this.#written = `${this.#written.trimEnd()}_${index}`;
  }

  #readFunction(name: string): void {
    this.#operand(name);
    if (/^\s*(?:\\left\s*)?[({]/.test(this.#rest)) {
      this.#match(/(\s*)/y);
      if (this.#text[this.#offset] === '{') this.#written += `(${this.#group()})`;
      return;
    }
    this.#match(/(\s*)/y);
    this.#written += `(${this.#argument()})`;
  }

  /** A group in braces, a command, or one character. */
  #argument(): string {
    if (this.#text[this.#offset] === '{') return this.#group();
    if (this.#match(/(\\(?:top|intercal)(?![A-Za-z]))/y) !== undefined) return 'T';
    const before = this.#written;
    this.#written = '';
    this.#readNext();
    const unit = this.#written.trim();
    this.#written = before;
    if (unit === '') throw new NotWritable();
    return unit;
  }

  /** The formula between braces. */
  #group(): string {
    this.#match(/(\s*)/y);
    if (this.#text[this.#offset] !== '{') return this.#argument();
    let depth = 0;
    const start = this.#offset;
    do {
      const character = this.#text[this.#offset++];
      if (character === undefined) throw new NotWritable();
      if (character === '{') depth++;
      if (character === '}') depth--;
    } while (depth > 0);
    const source = this.#text.slice(start + 1, this.#offset - 1);
    if (/^\s*\\(?:top|intercal)\s*$/.test(source)) return 'T';
    return new LatexReader(source).read().trim();
  }

  /** Writes an operand, with the product sign that LaTeX leaves out before it. */
  #operand(text: string): void {
    const follows = /[\p{ID_Continue})\]]\s*$/u.test(this.#written);
    const isCall = text === '(' && /\p{ID_Start}\p{ID_Continue}*$/u.test(this.#written);
    this.#written = follows && !isCall ? `${this.#written.trimEnd()} * ${text}` : this.#written + text;
  }

  get #rest(): string {
    return this.#text.slice(this.#offset);
  }

  /** Moves past a match at the offset, and returns its first group. */
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#text);
    if (match) this.#offset = pattern.lastIndex;
    return match?.[1];
  }
}

/** The formula, in parentheses unless it is a number, a name or a call. */
function atomic(formula: string): string {
  return /^[\p{ID_Continue}.]+$/u.test(formula) || /^[\p{ID_Continue}]*\([^()]*\)$/u.test(formula)
    ? formula
    : `(${formula})`;
}
