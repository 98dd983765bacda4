/** Whether a host name or address means this machine only. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  if (name === "localhost" || name === "::1") return true;
  return /^(::ffff:)?127(\.\d{1,3}){3}$/.test(name);
}

/** The host of a Host header, without its port. */
export const hostOf = (header: string): string => header.replace(/:\d+$/, "");

/** Whether an Origin header names a page of this machine. `null` (a sandboxed page, a file) does not. */
export function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && isLoopback(new URL(origin).hostname);
}
