/**
 * Writes the log files of VS Code for the browser. Replaces the native module `@vscode/spdlog`, which is not compiled
 * here; without it the output channels would be empty.
 */
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

/** In ascending order of severity, numbered as in VS Code. */
const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  #file;
  #least = 0;
  /** True if lines are written unformatted, as for output channels that are not logs. */
  #isPlain = false;

  constructor(file) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
  }

  setLevel(least) {
    this.#least = least;
  }

  setPattern() {}

  clearFormatters() {
    this.#isPlain = true;
  }

  trace(text) {
    this.#write(0, text);
  }

  debug(text) {
    this.#write(1, text);
  }

  info(text) {
    this.#write(2, text);
  }

  warn(text) {
    this.#write(3, text);
  }

  error(text) {
    this.#write(4, text);
  }

  critical(text) {
    this.#write(5, text);
  }

  #write(level, text) {
    if (level < this.#least) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.#file, this.#isPlain ? text : `${time} [${levels[level]}] ${text}\n`);
  }

  flush() {}

  drop() {}
}

exports.setFlushOn = () => {};
exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
