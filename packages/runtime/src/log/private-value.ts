import { inspect } from "node:util";

/**
 * A value that never prints itself: not in logs, JSON, templates, errors or a debugger's inspect.
 * `reveal` is the only way out; what is revealed must not reach a message or a log line.
 */
abstract class PrivateValue {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** What stands in the value's place wherever it would be printed. */
  protected abstract label(): string;

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return this.label();
  }

  toJSON(): string {
    return this.label();
  }

  [Symbol.toPrimitive](): string {
    return this.label();
  }

  [inspect.custom](): string {
    return this.label();
  }
}

/** A telephone number. */
export class Phone extends PrivateValue {
  protected override label(): string {
    return "[phone]";
  }
}

/** A user's address on a messaging server. */
export class Jid extends PrivateValue {
  protected override label(): string {
    return "[jid]";
  }
}

/** Anything else that belongs to a person or a payload: a body, a name, a query. */
export class Redacted extends PrivateValue {
  protected override label(): string {
    return "[redacted]";
  }
}
