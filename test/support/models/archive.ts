/** Zip archives, made by hand. */

import { crc32, deflateRawSync } from 'node:zlib';

interface Member {
  readonly name: string;
  readonly content: Uint8Array;
  readonly isDeflated?: boolean;
  /** What the directory says instead of the truth. */
  readonly length?: number;
  readonly checksum?: number;
  readonly method?: number;
  readonly flags?: number;
}

export function archiveOf(members: readonly Member[]): Uint8Array {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let start = 0;
  for (const { name, content, isDeflated = false, ...changed } of members) {
    const data = isDeflated ? deflateRawSync(content) : content;
    const { length = content.length, checksum = crc32(content), method = isDeflated ? 8 : 0, flags = 0 } = changed;
    const described = [
      u16(20),
      u16(flags),
      u16(method),
      u32(0),
      u32(checksum),
      u32(data.length),
      u32(length),
      u16(name.length),
      u16(0),
    ];
    const file = Buffer.concat([u32(0x04034b50), ...described, Buffer.from(name), data]);
    directory.push(
      u32(0x02014b50),
      u16(20),
      ...described,
      u16(0),
      u16(0),
      u16(0),
      u32(0),
      u32(start),
      Buffer.from(name),
    );
    files.push(file);
    start += file.length;
  }
  const entries = Buffer.concat(directory);
  const count = u16(members.length);
  const end = [u32(0x06054b50), u32(0), count, count, u32(entries.length), u32(start), u16(0)];
  return Uint8Array.from(Buffer.concat([...files, entries, ...end]));
}

function u16(value: number): Uint8Array {
  return Buffer.of(value & 255, value >> 8);
}

function u32(value: number): Uint8Array {
  return Buffer.concat([u16(value & 0xffff), u16(value >>> 16)]);
}
