/** Problems of random nodes and their fixes, by example. */

import { drawProblems } from '../../../server/src/language/problems/draws.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';

testProblems(drawProblems, {
  'undefined-distribution': `
a[2] ~ norml()
       ^^^^^ error undefined-distribution: distribution 'norml' is not defined; did you mean 'normal'?
b ~ rand()
    ^^^^ error undefined-distribution: distribution 'rand' is not defined; did you mean 'uniform'?
c ~ poisson(3)
    ^^^^^^^ error undefined-distribution: distribution 'poisson' is not defined; choose from normal, uniform, bernoulli, categorical`,
  'distribution-call': `
keep = bernoulli(0.5)
       ^^^^^^^^^ error distribution-call: bernoulli draws random numbers in a statement of its own; write keep ~ bernoulli(…)
loss L = 2 * categorical([1, 2])
             ^^^^^^^^^^^ error distribution-call: categorical draws random numbers in a statement of its own; write x ~ categorical(…)`,
  'initializer-for-node': `
W[2, 3] ~ glorot()
          ^^^^^^ error initializer-for-node: glorot draws the initial values of a param; write 'param W', or choose from normal, uniform, bernoulli, categorical
fn f(x) {
  b[2] ~ zeros()
  return x + b
}
y = f([1, 2])
    ^^^^^^^^^ error initializer-for-node: in f, line 3: zeros draws the initial values of a param; write 'param b', or choose from normal, uniform, bernoulli, categorical`,
});

testFixes(drawProblems, [
  [
    'undefined-distribution',
    `
a[2] ~ norml()
--- Change to 'normal'
a[2] ~ normal()`,
  ],
  [
    'distribution-call',
    `
keep = bernoulli(0.5)
--- Change to '~'
keep ~ bernoulli(0.5)`,
  ],
  [
    'initializer-for-node',
    `
W[2, 3] ~ glorot()
--- Insert 'param'
param W[2, 3] ~ glorot()`,
  ],
]);
