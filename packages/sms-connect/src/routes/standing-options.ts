import { EndpointRef } from "@underclaim/contract";
import type { AdapterRuntime, Clock, Ids } from "@underclaim/runtime";
import { z } from "zod";
import { SmsScopeKind } from "../model/scope.ts";
import { ResultReply } from "./replies.ts";

export interface StandingRouteOptions {
  readonly runtime: Pick<AdapterRuntime, "submit" | "store">;
  readonly clock: Pick<Clock, "now">;
  readonly ids: Ids;
}

/** What a request about a number's standing says beside what it changes. */
export const standingRequest = {
  endpoint_ref: EndpointRef.describe(
    "The number as value in E.164, or the endpoint_id that this adapter gave it.",
  ),
  scope_value: z
    .string()
    .min(1)
    .max(256)
    .nullish()
    .describe("Names the sender identity, campaign, case or purpose."),
  participant_id: z.string().min(1).max(256).nullish(),
  idempotency_key: z
    .string()
    .min(1)
    .max(256)
    .nullish()
    .describe("The same key with the same content is one request. Absent: each call is one."),
};

export const ScopeKind = SmsScopeKind.default("tenant").describe("How far it reaches.");

export const actionReplies = {
  200: {
    description: "The same request again: the result as first answered.",
    schema: ResultReply,
  },
  202: { description: "Done, in the same commit.", schema: ResultReply },
  409: { description: "The same key with another request.", schema: ResultReply },
  422: { description: "Understood and refused.", schema: ResultReply },
};
