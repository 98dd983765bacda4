// What natives, and the evidence made of them, say of the channel's condition.
import type { EvidenceEvent } from "@underclaim/contract";
import {
  storedNative,
  type Instant,
  type JsonObject,
  type NativeRecord,
} from "@underclaim/runtime";
import type { SmsStored } from "../native/types.ts";
import { outcomeOfType, type Outcome } from "./outcomes.ts";

/** Through what a message goes. `none` and null where it is not known. */
export interface Channel {
  readonly sender: string;
  readonly account: string | null;
  readonly country: string | null;
}

export interface ChannelFact {
  /** Of the native event: what was counted is not counted again. */
  readonly id: string;
  readonly at: Instant;
  readonly subjects: readonly string[];
  readonly outcome: Outcome | null;
  readonly optOut: boolean;
  /** Of a message that was taken on. */
  readonly channel: Channel | null;
  /** The account that really took it, or through which it came. */
  readonly account: string | null;
  /** Pseudonym of our sender that a reply was sent to. */
  readonly sender: string | null;
}

const OPT_OUT = "inbound.opt_out";

const text = (data: JsonObject, name: string): string | null => {
  const value = data[name];
  return typeof value === "string" && value !== "" ? value : null;
};

function factOf(
  type: string,
  data: JsonObject,
  rest: Pick<ChannelFact, "id" | "at" | "subjects">,
): ChannelFact | null {
  const outcome = outcomeOfType(type);
  if (outcome === null && type !== OPT_OUT) return null;
  return {
    ...rest,
    outcome,
    optOut: type === OPT_OUT,
    channel:
      type === "message.accepted"
        ? {
            sender: text(data, "sender_identity") ?? "none",
            account: text(data, "account"),
            country: text(data, "country"),
          }
        : null,
    account: text(data, "provider"),
    sender: text(data, "sender"),
  };
}

/** From a commit. Null: nothing of interest, or not interpreted yet. */
export function factOfNative(record: NativeRecord): ChannelFact | null {
  if (record.parked !== undefined) return null;
  const native = storedNative(record) as SmsStored;
  return factOf(native.type, native.data, {
    id: native.id,
    at: native.received_at,
    subjects: native.subjects,
  });
}

/** From the ledger, whose events carry in their metadata what the native told. */
export function factOfEvent(event: EvidenceEvent): ChannelFact | null {
  const type = event.native_status_mapping_ref?.replace(/^mapping:/, "") ?? "";
  const metadata = (event.metadata ?? {}) as JsonObject;
  return factOf(type, metadata, {
    id: event.source_adapter_event_id ?? event.evidence_event_id,
    at: Date.parse(event.observed_at),
    subjects: [text(metadata, "subject_ref") ?? ""],
  });
}
