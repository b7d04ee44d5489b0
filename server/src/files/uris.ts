/** The URIs of files: how they are spelled, and how one file is found from another by its path. */

/**
 * The one spelling by which a file is known. Editors differ in what they percent-encode, `c%3A` or `C:`, and the names of
 * files are compared by their URIs.
 */
export function canonicalUri(uri: string): string {
  if (!URL.canParse(uri)) return uri;
  const url = new URL(uri);
  if (!url.pathname.startsWith('/')) return uri;
  url.pathname = url.pathname
    .split('/')
    .map(canonicalSegment)
    .join('/')
    .replace(/^\/[A-Z](?=%3A(\/|$))/, (drive) => drive.toLowerCase());
  return url.href;
}

function canonicalSegment(segment: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(segment));
  } catch {
    return segment;
  }
}

/** Whether files beside it can be named by their paths: not beside a text that was never saved, or an old version of one. */
export function hasFolder(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, pathname, search } = new URL(uri);
  return protocol !== 'untitled:' && pathname.startsWith('/') && search === '';
}

/** The folder of a file that stands in one, with a slash at its end. */
export function folderOf(uri: string): string {
  return canonicalUri(new URL('.', uri).href);
}

export function isInFolder(uri: string, folder: string): boolean {
  return uri.startsWith(`${canonicalUri(folder).replace(/\/$/, '')}/`);
}

/**
 * The file that a path leads to from a file that stands in a folder; undefined where the path is none, but a URI or nothing.
 * It is read as it is written, so `%2e` is no dot, and a backslash separates as on Windows.
 */
export function fileAt(path: string, from: string): string | undefined {
  const escapedPath = path.replaceAll('\\', '/').replace(/[%?#\s]/g, encodeURIComponent);
  if (escapedPath === '' || /^[a-z][a-z\d+.-]*:/i.test(escapedPath) || !URL.canParse(escapedPath, from))
    return undefined;
  return canonicalUri(new URL(escapedPath, from).href);
}

/** The last part of the path, as a user reads it. */
export function fileName(uri: string): string {
  const segment = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
