/** Base64 for binary data in JSON messages, based on the platform's `btoa` and `atob`. */

/** Safe number of arguments of one call. */
const chunk = 1 << 15;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let offset = 0; offset < bytes.length; offset += chunk)
    text += String.fromCharCode(...bytes.subarray(offset, offset + chunk));
  return btoa(text);
}

/** @throws DOMException for a text that is not base64. */
export function fromBase64(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
