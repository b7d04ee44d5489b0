/** One-hot codes of classes, counted from 0: NaN for an invalid class. */

export function oneHot<T>(at: usize): void {
  const rows = load<i32>(at, 8);
  const columns = load<i32>(at, 12);
  let classes: usize = load<u32>(at, 16);
  let output: usize = load<u32>(at, 20);
  for (let row: i32 = 0; row < rows; row++, classes += sizeof<T>()) {
    const chosen = <i32>load<T>(classes);
    const isClass = <T>chosen == load<T>(classes) && <u32>chosen < <u32>columns;
    const fillValue: T = isClass ? <T>0 : <T>NaN;
    const start = output;
    const end = output + <usize>columns * sizeof<T>();
    for (; output < end; output += sizeof<T>()) store<T>(output, fillValue);
    if (isClass) store<T>(start + <usize>chosen * sizeof<T>(), <T>1);
  }
}
