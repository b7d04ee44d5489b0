/** Strided copies of tensors of any rank. */

/** Elements copied at a time along each axis of a plane, so that no cache line is read twice. */
const tileSize: i32 = 16;

const axisBytes: usize = 16;

/**
 * Arguments: source address and offset in elements, target address and offset; the number of axes, at least two; and
 * for each axis its length, its source and target stride in elements, and a counter for the kernel's own use, initially
 * 0.
 */
export function stridedCopy<T>(at: usize): void {
  let source = <usize>load<u32>(at, 8) + <usize>load<u32>(at, 12) * sizeof<T>();
  let target = <usize>load<u32>(at, 16) + <usize>load<u32>(at, 20) * sizeof<T>();
  const axes = at + 28;
  const plane = axes + (<usize>load<u32>(at, 24) - 2) * axisBytes;
  for (;;) {
    copyPlane<T>(source, target, plane);
    let axis = plane;
    for (;;) {
      if (axis == axes) return;
      axis -= axisBytes;
      const length = load<i32>(axis);
      const counter = load<i32>(axis, 12) + 1;
      source += strideOf<T>(axis, 4);
      target += strideOf<T>(axis, 8);
      if (counter < length) {
        store<i32>(axis, counter, 12);
        break;
      }
      store<i32>(axis, 0, 12);
      source -= <usize>length * strideOf<T>(axis, 4);
      target -= <usize>length * strideOf<T>(axis, 8);
    }
  }
}

/** The stride of an axis in bytes. */
@inline
function strideOf<T>(axis: usize, side: usize): usize {
  return <usize>load<i32>(axis + side) * sizeof<T>();
}

/** Copies a plane, the last two axes. */
function copyPlane<T>(source: usize, target: usize, axes: usize): void {
  const rows = load<i32>(axes);
  const columns = load<i32>(axes, axisBytes);
  const sourceRowStride = strideOf<T>(axes, 4);
  const targetRowStride = strideOf<T>(axes, 8);
  const sourceColumnStride = strideOf<T>(axes + axisBytes, 4);
  const targetColumnStride = strideOf<T>(axes + axisBytes, 8);
  if (sourceColumnStride == sizeof<T>() && targetColumnStride == sizeof<T>()) {
    const bytes = <usize>columns * sizeof<T>();
    for (let row = 0; row < rows; row++, source += sourceRowStride, target += targetRowStride) memory.copy(target, source, bytes);
    return;
  }
  for (let firstRow = 0; firstRow < rows; firstRow += tileSize) {
    const endRow = min(rows, firstRow + tileSize);
    for (let firstColumn = 0; firstColumn < columns; firstColumn += tileSize) {
      const endColumn = min(columns, firstColumn + tileSize);
      for (let row = firstRow; row < endRow; row++) {
        let from = source + <usize>row * sourceRowStride + <usize>firstColumn * sourceColumnStride;
        let to = target + <usize>row * targetRowStride + <usize>firstColumn * targetColumnStride;
        for (let column = firstColumn; column < endColumn; column++, from += sourceColumnStride, to += targetColumnStride) {
          store<T>(to, load<T>(from));
        }
      }
    }
  }
}
