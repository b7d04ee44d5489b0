/** The table of fixes by problem code. Each family of problems has a file of its own. */

import { callFixes } from './calls.ts';
import { dataFixes } from './data.ts';
import { drawFixes } from './draws.ts';
import { foreignFixes } from './foreign.ts';
import { functionFixes } from './functions.ts';
import { limitFixes } from './limits.ts';
import { nameFixes } from './names.ts';
import { numericFixes } from './numeric.ts';
import { paramFixes } from './params.ts';
import { recurrenceFixes } from './recurrences.ts';
import { shapeFixes } from './shapes.ts';
import { syntaxFixes } from './syntax.ts';
import { trainingFixes } from './training.ts';

export const fixTable = {
  ...syntaxFixes,
  ...foreignFixes,
  ...nameFixes,
  ...callFixes,
  ...functionFixes,
  ...recurrenceFixes,
  ...paramFixes,
  ...drawFixes,
  ...dataFixes,
  ...shapeFixes,
  ...limitFixes,
  ...trainingFixes,
  ...numericFixes,
};
