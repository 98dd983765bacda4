// The port through which WebSub speaks to others. What the answer says beyond its status is the asker's to read.

export interface OutboundRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** How much of the answer's body is wanted, in bytes; longer ones are cut. 0: none. */
  readonly wanted: number;
  /** For the whole exchange, where it is to take less than others may. */
  readonly timeoutMs?: number;
}

export type OutboundAnswer =
  | {
      readonly kind: "answer";
      readonly status: number;
      /** Lower-case names; several values joined with ", ". */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
      /** The body went on beyond what was wanted. */
      readonly cut: boolean;
    }
  /** The address may not be connected to. No connection came about. */
  | { readonly kind: "forbidden"; readonly reason: string }
  /** No connection came about: not one byte was written. */
  | { readonly kind: "not_sent"; readonly reason: string }
  /** The request may have been read. */
  | { readonly kind: "broken"; readonly reason: string };

/** One request; never rejects. Redirects are not followed. */
export type Outbound = (request: OutboundRequest) => Promise<OutboundAnswer>;
