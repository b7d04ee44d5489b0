/** Policy on the files that models name, which every host obeys. SECURITY.md shows it. */

export const fileLimits = {
  /** Bytes of one file: 100 MB. */
  fileSize: 104_857_600,
  /** Milliseconds in which a read must end. */
  readTime: 30_000,
  /** Reads at a time. Node has four threads for them, and one that never returns holds a thread. */
  concurrentReads: 2,
} as const;
