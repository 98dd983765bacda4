import type { AdapterActionRequest, EndpointRef } from "@underclaim/contract";
import type { Plan } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../kit.ts";
import { readNumber } from "../model/number.ts";
import { isNumberId } from "../model/suppression-id.ts";
import type { SmsNative } from "../native/types.ts";
import { refuse } from "./refuse.ts";

/** A number whose standing is changed. */
export interface ListTarget {
  /** Its pseudonym. */
  readonly number: string;
  /** By its number alone, as replies name it: its quality is folded from both. */
  readonly endpoint: EndpointRef;
  /** As the request names it, where it has a name of its own for it: so evidence names it, too. */
  readonly asked: EndpointRef | null;
}

/** The number itself, or the name that the adapter gave it (a suppression's `endpoint_ref`). */
export const Listable = z
  .looseObject({ target_endpoint: z.looseObject({ endpoint_type: z.literal("phone_number") }) })
  .refine(({ target_endpoint: { value, endpoint_id } }) => Boolean(value ?? endpoint_id), {
    message: "Give the number as value in E.164, or the endpoint_id that this adapter gave it.",
    path: ["target_endpoint", "value"],
  });

/** Any number that can be written as E.164: one that no numbering plan has yet may still be told to be left alone. */
const WRITABLE = /^\+[1-9]\d{4,14}$/;

type TargetAnswer =
  | { readonly ok: true; readonly target: ListTarget }
  | { readonly ok: false; readonly plan: (operation: string) => Plan<SmsNative> };

export function listTarget(kit: SmsKit, { target_endpoint }: AdapterActionRequest): TargetAnswer {
  const { value, endpoint_id: id } = target_endpoint ?? {};
  if (value) {
    const read = readNumber(value);
    if (read.ok || (read.problem === "invalid" && WRITABLE.test(value))) {
      const endpoint = { endpoint_type: "phone_number", value };
      const asked = id ? { ...endpoint, endpoint_id: id } : null;
      return { ok: true, target: { number: kit.numberId(value), endpoint, asked } };
    }
    return refused("target_endpoint.value", read.message);
  }
  if (id && isNumberId(id)) {
    const endpoint = { endpoint_type: "phone_number", endpoint_id: id };
    return { ok: true, target: { number: id, endpoint, asked: null } };
  }
  return refused(
    "target_endpoint.endpoint_id",
    "The adapter gave no number this endpoint_id. Give the number as target_endpoint.value in E.164.",
  );
}

const refused = (field: string, message: string): TargetAnswer => ({
  ok: false,
  plan: (operation) => refuse(operation, { refusal: "invalid_number", message, field }),
});
