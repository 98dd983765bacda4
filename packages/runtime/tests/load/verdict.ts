import { differing, type Operation, type Variant } from "./operations.ts";

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly replayed: boolean;
}

interface Winner {
  readonly requestId: string;
  readonly variant: Variant;
  readonly text: string;
  readonly accepted: boolean;
}

/** Holds every answer against the one request that came first; which one that was only the answers can tell. */
export class Verdict {
  readonly #winners = new Map<string, Winner>();
  readonly #rest: { operation: Operation; reply: Reply }[] = [];
  readonly counts = { accepted: 0, refused: 0, replayed: 0, conflicts: 0, malformed: 0 };
  readonly wrong: string[] = [];

  /** The keys whose request was accepted: each must have one effect. */
  get accepted(): string[] {
    return [...this.#winners].filter(([, { accepted }]) => accepted).map(([key]) => key);
  }

  get keys(): number {
    return this.#winners.size;
  }

  take(operation: Operation, reply: Reply): void {
    const { key, requestId, variant } = operation;
    if (variant === null) {
      this.counts.malformed += 1;
      if (reply.status !== 400) this.#complain(operation, reply, "is not understood");
    } else if ((reply.status === 202 || reply.status === 422) && !reply.replayed) {
      const accepted = reply.status === 202;
      this.counts[accepted ? "accepted" : "refused"] += 1;
      if (this.#winners.has(key)) this.#complain(operation, reply, "is done a second time");
      this.#winners.set(key, { requestId, variant, text: reply.text, accepted });
    } else this.#rest.push({ operation, reply });
  }

  /** What was a repeat or a conflict, once every first request is known. */
  close(): void {
    for (const { operation, reply } of this.#rest) {
      const winner = this.#winners.get(operation.key);
      if (winner === undefined) this.#complain(operation, reply, "has no first request");
      else if (reply.status === 409) this.#conflict(operation, reply, winner);
      else this.#repeat(operation, reply, winner);
    }
  }

  #repeat(operation: Operation, reply: Reply, winner: Winner): void {
    this.counts.replayed += 1;
    const status = winner.accepted ? 200 : 422;
    if (reply.status !== status || !reply.replayed)
      this.#complain(operation, reply, "is no replay");
    else if (reply.text !== winner.text)
      this.#complain(operation, reply, "is replayed with other bytes");
    else if (differing(operation.variant ?? [], winner.variant).length > 0)
      this.#complain(operation, reply, "should conflict");
  }

  #conflict(operation: Operation, reply: Reply, winner: Winner): void {
    this.counts.conflicts += 1;
    const { error } = JSON.parse(reply.text) as {
      error: {
        details: {
          conflict_fields: string[];
          original_request_ref: string;
          conflicting_request_ref: string;
        };
      };
    };
    const expected = differing(operation.variant ?? [], winner.variant);
    const { conflict_fields, original_request_ref, conflicting_request_ref } = error.details;
    const right =
      expected.length > 0 &&
      conflict_fields.join() === expected.join() &&
      original_request_ref === winner.requestId &&
      conflicting_request_ref === operation.requestId;
    if (!right) this.#complain(operation, reply, `should conflict in ${expected.join()}`);
  }

  #complain({ key, requestId }: Operation, { status, text }: Reply, what: string): void {
    this.wrong.push(`${requestId} with ${key} ${what}: ${status} ${text.slice(0, 500)}`);
  }
}
