/** URIs of files: canonical spelling, and resolution of relative paths. */

/**
 * The canonical spelling of a URI. Editors differ in what they percent-encode, `c%3A` or `C:`, and files are compared
 * by their URIs.
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

/** True if files beside it can be named by path: not for a text that was never saved, or an old version of a file. */
export function hasFolder(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, pathname, search } = new URL(uri);
  return protocol !== 'untitled:' && pathname.startsWith('/') && search === '';
}

/** The URI of a file's folder, with a slash at its end. */
export function folderOf(uri: string): string {
  return canonicalUri(new URL('.', uri).href);
}

export function isInFolder(uri: string, folder: string): boolean {
  return uri.startsWith(`${canonicalUri(folder).replace(/\/$/, '')}/`);
}

/**
 * Resolves a path relative to a file; undefined if it is empty, a URI, or contains the null character.
 *
 * The path is taken literally, so `%2e` is not a dot, and a backslash is a separator as on Windows.
 */
export function resolveUri(path: string, from: string): string | undefined {
  const escapedPath = path.replaceAll('\\', '/').replace(/[%?#\s]/g, encodeURIComponent);
  if (
    escapedPath === '' ||
    path.includes('\0') ||
    /^[a-z][a-z\d+.-]*:/i.test(escapedPath) ||
    !URL.canParse(escapedPath, from)
  )
    return undefined;
  return canonicalUri(new URL(escapedPath, from).href);
}

/** The last segment of the path, decoded; the whole path of a URI without a slash, such as that of a text never saved. */
export function fileNameOf(uri: string): string {
  const segment = uri.includes('/') ? uri.slice(uri.lastIndexOf('/') + 1) : uri.slice(uri.indexOf(':') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
