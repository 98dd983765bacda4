import { NS } from "../../model/namespaces.ts";
import { child, childrenOf, textOfElement } from "../../model/xml.ts";
import { stanzaRef } from "../references.ts";
import { STANZA_ERRORS, type StanzaCondition } from "../stanza-errors.ts";
import type { XmppDraft, XmppNative } from "../types.ts";
import { draft, type StanzaContext } from "./context.ts";

/** Readings that a lasting error of type "wait" must not have. */
const PASSES = new Set(["undef.deferred", "undef.presence_unavailable"]);
const isCondition = (name: string): name is StanzaCondition => Object.hasOwn(STANZA_ERRORS, name);

/**
 * A bounce (RFC 6120 §8.3). Looked at before any payload: servers may echo what was sent. That a JID is not there or blocks
 * us is concluded only where the condition says so; the common service-unavailable says neither.
 */
export function errorNatives(context: StanzaContext): readonly XmppDraft[] {
  const { stanza, account, peer } = context;
  const id = stanza.attributes["id"] ?? null;
  const error = child(stanza, "error", NS.client);
  const named = childrenOf(error ?? { name: "", namespace: "", attributes: {}, children: [] });
  const raw = named.find(({ namespace, name }) => namespace === NS.stanzaErrors && name !== "text");
  const condition = (raw?.name ?? "undefined-condition").replaceAll("-", "_");
  const known: StanzaCondition = isCondition(condition) ? condition : "undefined_condition";
  const kind = error?.attributes["type"] ?? "unknown";
  const blocked = child(error, "blocked", NS.blockingErrors) !== null;
  return [
    draft(context, typeOf(known, kind, blocked), {
      dedupeKey: `error/${peer}/${id ?? ""}/${condition}`,
      evidenceKey: `error/${id ?? ""}/${condition}`,
      nativeType: "stanza_error",
      nativeStatus: raw?.name ?? null,
      refs: id === null ? [] : [stanzaRef(account.account, peer, id)],
      observation: { source_type: "provider_api", source_confidence: "high" },
      data: {
        error_type: kind,
        condition,
        retryable: kind === "wait",
        has_text: textOfElement(child(error, "text", NS.stanzaErrors)) !== "",
      },
      metadata: { error_type: kind, condition, retryable: kind === "wait" },
    }),
  ];
}

function typeOf(condition: StanzaCondition, kind: string, blocked: boolean): XmppNative {
  if (blocked) return condition === "not_acceptable" ? "error.blocked_by_us" : "error.blocked";
  if (kind === "wait" && !PASSES.has(STANZA_ERRORS[condition])) return "error.temporary";
  return `error.${condition}`;
}
