/** What goes by classes, counted from 0: losses of samples, and one-hot codes. NaN for what is no class. */

export function lossesOfClasses<T>(at: usize): void {
  const columns = load<i32>(at, 12);
  let logs: usize = load<u32>(at, 16);
  let target: usize = load<u32>(at, 20);
  let output: usize = load<u32>(at, 24);
  const end = output + <usize>load<u32>(at, 8) * sizeof<T>();
  for (; output < end; output += sizeof<T>(), target += sizeof<T>()) {
    const chosen = load<T>(target);
    const loss = isClass<T>(chosen, columns) ? <T>(<T>0 - load<T>(logs + <usize>chosen * sizeof<T>())) : <T>NaN;
    store<T>(output, loss);
    logs += <usize>columns * sizeof<T>();
  }
}

export function lossesOfDistributions<T>(at: usize): void {
  const rowBytes = <usize>load<u32>(at, 12) * sizeof<T>();
  let logs: usize = load<u32>(at, 16);
  let target: usize = load<u32>(at, 20);
  let output: usize = load<u32>(at, 24);
  const end = output + <usize>load<u32>(at, 8) * sizeof<T>();
  for (; output < end; output += sizeof<T>()) {
    let loss: T = 0;
    const rowEnd = logs + rowBytes;
    for (; logs < rowEnd; logs += sizeof<T>(), target += sizeof<T>()) loss = <T>(loss - load<T>(target) * load<T>(logs));
    store<T>(output, loss);
  }
}

export function oneHot<T>(at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  let classes: usize = load<u32>(at, 16);
  let output: usize = load<u32>(at, 20);
  for (let row: i32 = 0; row < rows; row++, classes += sizeof<T>()) {
    const chosen = load<T>(classes);
    const known = isClass<T>(chosen, columns);
    const others: T = known ? <T>0 : <T>NaN;
    const start = output;
    const end = output + <usize>columns * sizeof<T>();
    for (; output < end; output += sizeof<T>()) store<T>(output, others);
    if (known) store<T>(start + <usize>chosen * sizeof<T>(), <T>1);
  }
}

@inline
function isClass<T>(chosen: T, count: i32): bool {
  return chosen >= 0 && chosen < <T>count && floor<T>(chosen) == chosen;
}
