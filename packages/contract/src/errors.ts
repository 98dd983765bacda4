/** The root of every error this project throws on purpose: a stable `code` for programs, a message for people. */
export class UnderclaimError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}
