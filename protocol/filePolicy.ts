/** Policy on the files that models name, which every host obeys. SECURITY.md shows it. */

export const fileLimits = {
  /** Bytes of one file: 100 MB. */
  fileSize: 104_857_600,
  /** Bytes up to which a file is read without a question of room: 4 MB. */
  smallFileSize: 4_194_304,
  /** Bytes of all files that one model names: 256 MB. */
  modelSize: 268_435_456,
  /** Bytes of the files of all open models, with the tables that are read from them: 512 MB. */
  serverSize: 536_870_912,
  /** Milliseconds in which a read must end. */
  readTime: 30_000,
  /** Reads at a time. Node has four threads for them, and one that never returns holds a thread. */
  concurrentReads: 2,
} as const;
