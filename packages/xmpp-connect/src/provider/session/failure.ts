/** Why a connection ended or could not be made. */
export type FailureKind =
  /** No server answered, or the connection broke. */
  | "unreachable"
  /** The server is silent. */
  | "silent"
  /** It cannot be trusted: no TLS, a wrong certificate, no SCRAM, or it does not know the password itself. */
  | "insecure"
  /** It says that the account or its password is wrong. */
  | "authentication"
  /** Another session has taken this one's place (RFC 6120 §4.9.3.3). */
  | "conflict"
  /** A stanza was larger or deeper than may be. The stream itself was sound. */
  | "oversized"
  /** The server breaks the protocol, or says that we did. */
  | "protocol"
  /** What was received could not be kept. */
  | "not_kept"
  | "stopped";

/** The message holds neither addresses nor contents nor credentials. */
export class SessionFailure extends Error {
  override readonly name = "SessionFailure";
  readonly kind: FailureKind;
  /** A stream error's, SASL failure's or socket's condition; "" where there is none. */
  readonly condition: string;

  constructor(kind: FailureKind, message: string, condition = "", options: ErrorOptions = {}) {
    super(message, options);
    this.kind = kind;
    this.condition = condition;
  }
}

/** For what an event brings as its reason. */
export const failureOf = (cause: unknown): SessionFailure =>
  cause instanceof SessionFailure
    ? cause
    : new SessionFailure("unreachable", "The connection failed.", codeOf(cause), { cause });

/** Node's error code: an upper-case name, never a text with an address in it. */
export function codeOf(cause: unknown): string {
  const code: unknown =
    typeof cause === "object" && cause !== null && "code" in cause ? cause.code : "";
  return typeof code === "string" && /^[A-Z0-9_]{1,60}$/.test(code) ? code : "";
}
