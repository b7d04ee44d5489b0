/** Windows of an image under a moving kernel: gathering them, and scattering them back. */

export function gatherWindows<T>(at: usize): void {
  const windows = load<usize>(at, 56);
  memory.fill(windows, 0, load<i32>(at, 68) * sizeof<T>());
  moveWindows<T>(at, false);
}

export function scatterWindows<T>(at: usize): void {
  if (load<i32>(at, 48) == 0) {
    const image = load<usize>(at, 8) + load<i32>(at, 12) * sizeof<T>();
    memory.fill(image, 0, load<i32>(at, 16) * load<i32>(at, 20) * load<i32>(at, 24) * sizeof<T>());
  }
  moveWindows<T>(at, true);
}

/** For each weight, copies the pixels it covers out of the image or adds them to it, in runs of adjacent positions. */
@inline
function moveWindows<T>(at: usize, isScatter: boolean): void {
  const size = <i32>sizeof<T>();
  const image = load<usize>(at, 8) + load<i32>(at, 12) * size;
  const channels = load<i32>(at, 16);
  const height = load<i32>(at, 20);
  const width = load<i32>(at, 24);
  const kernelHeight = load<i32>(at, 28);
  const kernelWidth = load<i32>(at, 32);
  const stride = load<i32>(at, 36);
  const padding = load<i32>(at, 40);
  const columns = load<i32>(at, 44);
  const firstRow = load<i32>(at, 48);
  const rows = load<i32>(at, 52);
  const weightStride = load<i32>(at, 60) * size;
  const windowStride = load<i32>(at, 64) * size;
  let windows = load<usize>(at, 56);
  for (let channel = 0; channel < channels; channel++) {
    const plane = image + channel * height * width * size;
    for (let y = -padding; y < kernelHeight - padding; y++) {
      for (let x = -padding; x < kernelWidth - padding; x++) {
        const first = x < 0 ? (stride - 1 - x) / stride : 0;
        const end = x < width ? min(columns, (width - 1 - x) / stride + 1) : 0;
        for (let row = 0; row < rows && first < end; row++) {
          const sourceRow = (firstRow + row) * stride + y;
          if (sourceRow < 0 || sourceRow >= height) continue;
          const source = plane + (sourceRow * width + first * stride + x) * size;
          const window = windows + (row * columns + first) * windowStride;
          if (isScatter) addRun<T>(source, stride * size, window, windowStride, end - first);
          else copyRun<T>(window, windowStride, source, stride * size, end - first);
        }
        windows += weightStride;
      }
    }
  }
}

function copyRun<T>(to: usize, toStride: i32, from: usize, fromStride: i32, count: i32): void {
  const size = <i32>sizeof<T>();
  if (toStride == size && fromStride == size) {
    for (; count >= 16 / size; count -= 16 / size) {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    }
  }
  for (; count > 0; count--) {
    store<T>(to, load<T>(from));
    to += toStride;
    from += fromStride;
  }
}

function addRun<T>(to: usize, toStride: i32, from: usize, fromStride: i32, count: i32): void {
  const size = <i32>sizeof<T>();
  if (toStride == size && fromStride == size) {
    for (; count >= 16 / size; count -= 16 / size) {
      v128.store(to, v128.add<T>(v128.load(to), v128.load(from)));
      to += 16;
      from += 16;
    }
  }
  for (; count > 0; count--) {
    store<T>(to, load<T>(to) + load<T>(from));
    to += toStride;
    from += fromStride;
  }
}
