// UCS-2 as SMS knows it: UTF-16, big-endian, surrogate pairs and all (3GPP TS 23.038 §6.2.3 names only UCS2; handsets read UTF-16).

export function encodeUcs2(body: string): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(body.length * 2);
  for (let index = 0; index < body.length; index += 1) {
    const unit = body.charCodeAt(index);
    octets[index * 2] = unit >> 8;
    octets[index * 2 + 1] = unit & 0xff;
  }
  return octets;
}

/**
 * Total. Half a surrogate pair is kept, since handsets cut pairs between parts: after joining parts call `toWellFormed`.
 * An odd octet at the end is U+FFFD.
 */
export function decodeUcs2(octets: Uint8Array): string {
  let text = "";
  for (let index = 0; index + 1 < octets.length; index += 2)
    text += String.fromCharCode(((octets[index] ?? 0) << 8) | (octets[index + 1] ?? 0));
  return octets.length % 2 === 0 ? text : `${text}\ufffd`;
}
