import { randomBytes } from "node:crypto";
import { apiHeaders } from "../../src/testing/crash/reference-service.ts";

/** Which requests the load is made of. */
export type Source =
  /** Fresh actions, each with a key of its own. */
  | { readonly kind: "actions"; readonly run: string }
  /** The same over and over, but that each `{{id}}` and each `{{digits}}` (eight of them) in the body is fresh. */
  | { readonly kind: "posts"; readonly path: string; readonly body: string; readonly first: number }
  /** One address, over and over. */
  | {
      readonly kind: "gets";
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  /** Pages of 100, each connection from a cursor of its own on, over and over. */
  | { readonly kind: "pages"; readonly starts: readonly string[] };

export interface Drive {
  next(lane: number): string;
  answered(lane: number, text: Buffer): void;
}

const head = Object.entries({ host: "127.0.0.1", ...apiHeaders })
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join("");

/** The example of a small message: every field an engine fills in, none that this adapter does not read. */
export const action = (id: string): string =>
  JSON.stringify({
    request_id: `req_${id}`,
    action_type: "notification.send",
    coordination_case_id: `case_${id}`,
    participant_id: `participant_${id}`,
    payload_ref: { ref_id: `contract_${id}`, ref_type: "contract_change" },
    channel: "reference",
    target_endpoint: {
      endpoint_id: `ep_${id}`,
      endpoint_type: "reference_inbox",
      value: `user-${id}@example.test`,
    },
    content: {
      subject: "A change that needs your answer",
      body_text: `Please look at the change ${id} until Friday. ${"It concerns clause 4 and its annex. ".repeat(8)}`,
    },
    tracking_context: {
      correlation_id: `corr_${id}`,
      coordination_case_id: `case_${id}`,
      participant_id: `participant_${id}`,
      notification_id: `notification_${id}`,
    },
    idempotency_key: `key_${id}`,
    requested_at: "2026-01-01T00:00:00Z",
    metadata: { origin: "bench" },
  });

export function drive(source: Source): Drive {
  if (source.kind === "actions") {
    let count = 0;
    return {
      next: () => {
        count += 1;
        // Scattered, as the keys of an engine are.
        const body = action(`${randomBytes(8).toString("hex")}${source.run}${count.toString(36)}`);
        return `POST /adapter/actions HTTP/1.1\r\n${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
      },
      answered: () => undefined,
    };
  }
  if (source.kind === "posts") {
    let count = source.first;
    return {
      next: () => {
        const digits = String(count).padStart(8, "0");
        const id = `${randomBytes(8).toString("hex")}${count.toString(36)}`;
        count += 1;
        const body = source.body.replaceAll("{{id}}", id).replaceAll("{{digits}}", digits);
        return `POST ${source.path} HTTP/1.1\r\n${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
      },
      answered: () => undefined,
    };
  }
  if (source.kind === "gets") {
    const headers = Object.entries({ host: "127.0.0.1", ...source.headers })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("");
    const request = `GET ${source.path} HTTP/1.1\r\n${headers}\r\n`;
    return { next: () => request, answered: () => undefined };
  }
  const cursors = [...source.starts];
  return {
    next: (lane) =>
      `GET /adapter/events?after=${cursors[lane % cursors.length]}&limit=100 HTTP/1.1\r\n${head}\r\n`,
    answered: (lane, text) => {
      // The end of the frame: `"next":"<cursor>","more":true}`. A page is not parsed to find it.
      const tail = text.toString("latin1", Math.max(0, text.length - 60));
      const found = /"next":"([^"]+)","more":(true|false)/.exec(tail);
      if (found === null) throw new Error(`A page without a cursor: ${tail}`);
      cursors[lane % cursors.length] =
        found[2] === "true" ? String(found[1]) : String(source.starts[lane % cursors.length]);
    },
  };
}
