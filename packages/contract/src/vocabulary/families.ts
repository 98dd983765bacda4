/** The canonical event families, in the order of AdapterInterfaceSpecification §10. */
export const EVENT_FAMILIES = [
  "notification",
  "publication",
  "access",
  "delivery",
  "interaction",
  "identity",
  "authority",
  "payload",
  "payment",
  "signature",
  "feed",
  "webhook",
  "system",
  "manual",
  "result",
  "policy",
] as const;

export type EventFamily = (typeof EVENT_FAMILIES)[number];

/** The family an event type belongs to, or undefined where its first segment is not canonical. */
export function eventFamilyOf(eventType: string): EventFamily | undefined {
  const head = eventType.split(".", 1)[0];
  return EVENT_FAMILIES.find((family) => family === head);
}
