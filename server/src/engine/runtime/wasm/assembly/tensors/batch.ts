/** Gathering the samples of a batch. */

/** Arguments: sample count, bytes per sample, address of all samples, address of the list of sample indices, output. */
export function gatherSamples<T>(at: usize): void {
  const count = <usize>load<u32>(at, 8);
  const bytes = <usize>load<u32>(at, 12);
  const all = <usize>load<u32>(at, 16);
  let order = <usize>load<u32>(at, 20);
  let output = <usize>load<u32>(at, 24);
  const vectorBytes = bytes & ~15;
  for (const end = order + (count << 2); order < end; order += 4) {
    const sample = all + <usize>load<u32>(order) * bytes;
    for (let i: usize = 0; i < vectorBytes; i += 16) v128.store(output + i, v128.load(sample + i));
    for (let i = vectorBytes; i < bytes; i += sizeof<T>()) store<T>(output + i, load<T>(sample + i));
    output += bytes;
  }
}
