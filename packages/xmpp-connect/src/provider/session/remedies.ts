// What an operator can do about a connection that fails, where anything but waiting helps.
import type { FailureKind, SessionFailure } from "./failure.ts";

const CERTIFICATE =
  "The certificate must be valid, name the domain of jid, and be of a CA that this system trusts or that tls.ca_file adds.";
const ADDRESS = "Check host and port, and that the server runs.";
const DNS = "Check the domain of jid, or set host and port.";

/** By condition, where it tells more than the kind. */
const BY_CONDITION: Readonly<Record<string, string>> = {
  ca_file: "Name a file of PEM certificates that this user can read.",
  "no-starttls": "Check port and tls.mode: nothing is sent without TLS.",
  ERR_SSL_WRONG_VERSION_NUMBER: "Check port and tls.mode: the server does not speak TLS there.",
  "host-unknown": "The server does not serve the domain of jid: check jid, host and port.",
  ECONNREFUSED: ADDRESS,
  EHOSTUNREACH: ADDRESS,
  ENETUNREACH: ADDRESS,
  ETIMEDOUT: ADDRESS,
  ENOTFOUND: DNS,
  srv: DNS,
};

const BY_KIND: Readonly<Partial<Record<FailureKind, string>>> = {
  authentication: "Check jid and its secret in the configuration, and restart the service.",
  conflict: "Look for another service that uses the account.",
};

/** Null: it is tried again, and nothing else is known to help. */
export function remedyOf({ kind, condition }: SessionFailure): string | null {
  const told = Object.hasOwn(BY_CONDITION, condition) ? BY_CONDITION[condition] : undefined;
  return told ?? BY_KIND[kind] ?? (kind === "insecure" && isTls(condition) ? CERTIFICATE : null);
}

/** OpenSSL's and Node's names of what is wrong with a certificate or a handshake. */
const isTls = (condition: string): boolean => /^[A-Z]/.test(condition);

/** One sentence of what happened, its condition, and what to do. */
export function toldOf(failure: SessionFailure): string {
  const { condition, message } = failure;
  const what = condition === "" ? message : `${message} (${condition})`;
  const remedy = remedyOf(failure);
  return remedy === null ? what : `${what} ${remedy}`;
}
