import type { ApiKey } from "../http/auth.ts";
import { LONGEST_KEY, sha256 } from "../http/auth.ts";
import type { ApiKeyConfiguration } from "./service.ts";

/** A key that no request could present would be refused for ever. */
export function wrongKey(key: string): string | null {
  if (key.length < 16) return "is shorter than 16 characters";
  if (key.length > LONGEST_KEY) return `is longer than ${LONGEST_KEY} characters`;
  return /^[!-~]+$/.test(key) ? null : "holds a character other than printable ASCII, or a space";
}

/**
 * The configured keys as the authenticator takes them. Call after `checkService` found nothing.
 *
 * @param report told when a key was rotated to what is no key. Absent: a process warning
 */
export const apiKeysOf = (
  keys: readonly ApiKeyConfiguration[],
  report: (problem: string) => void = (problem) => process.emitWarning(problem),
): ApiKey[] =>
  keys.map((entry) => ({
    id: entry.id,
    tenant: entry.tenant,
    scopes: entry.scopes,
    sha256: digestOf(entry, report),
    notBefore: entry.not_before === undefined ? null : Date.parse(entry.not_before),
    expiresAt: entry.expires_at === undefined ? null : Date.parse(entry.expires_at),
  }));

/** A file that is half written must not make a key of its first letters: the last good one stays in use. */
function digestOf(entry: ApiKeyConfiguration, report: (problem: string) => void): () => string {
  const { id, key, sha256: fixed } = entry;
  if (key === undefined) return () => fixed ?? "";
  let digest = "";
  let reported = false;
  return () => {
    const text = key.current().reveal();
    const wrong = wrongKey(text);
    if (wrong === null) digest = sha256(text);
    else if (!reported) report(`The rotated key ${id} ${wrong}; the last one stays in use`);
    reported = wrong !== null;
    return digest;
  };
}
