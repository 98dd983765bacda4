import type { AdapterCapabilityProfile } from "../schema/adapter-capability-profile.ts";

type Flag = {
  [K in keyof AdapterCapabilityProfile]: AdapterCapabilityProfile[K] extends boolean ? K : never;
}[keyof AdapterCapabilityProfile];

/** What a capability flag means for the actions and events that a descriptor declares. */
export interface CapabilityRule {
  readonly flag: Flag;
  /** `true` needs at least one of these actions or events. */
  readonly needs: string;
  readonly action?: (actionType: string) => boolean;
  readonly event?: (eventType: string) => boolean;
  /** `false` forbids these events. */
  readonly forbids?: (eventType: string) => boolean;
}

const under = (prefix: string) => (name: string) => name.startsWith(prefix);
const oneOf =
  (...names: readonly string[]) =>
  (name: string) =>
    names.includes(name);

const identified = (event: string) =>
  (event.startsWith("identity.") && event !== "identity.actor_unknown") ||
  event === "interaction.authenticated_actor_interaction";
const authorized = (event: string) =>
  (event.startsWith("authority.") && event !== "authority.unknown") ||
  event === "interaction.authorized_actor_interaction";
const displayed = oneOf("interaction.notification.opened", "delivery.payload.viewed");

/** AdapterInterfaceSpecification §9.2, read against §9.5 and `emitted_event_types`. */
export const CAPABILITY_RULES: readonly CapabilityRule[] = [
  {
    flag: "can_notify",
    needs: "an action notification.* that sends something",
    action: (action) =>
      action.startsWith("notification.") && action !== "notification.register_tracking_context",
  },
  {
    flag: "can_publish",
    needs: "an action publication.*, feed.* or notification.publish",
    action: (action) => /^(publication|feed)\./.test(action) || action === "notification.publish",
  },
  {
    flag: "can_deliver_payload",
    needs: "an action delivery.*",
    action: under("delivery."),
  },
  {
    flag: "can_collect_payload",
    needs: "the action delivery.request_submission or an event of a payload submitted or received",
    action: oneOf("delivery.request_submission"),
    event: oneOf("delivery.payload.submitted", "delivery.payload.received"),
  },
  { flag: "can_grant_access", needs: "an action access.grant*", action: under("access.grant") },
  { flag: "can_revoke_access", needs: "an action access.revoke*", action: under("access.revoke") },
  {
    flag: "can_observe_interaction",
    needs: "an event interaction.*",
    event: under("interaction."),
    forbids: under("interaction."),
  },
  {
    flag: "can_observe_identity",
    needs: "an event identity.* or interaction.authenticated_actor_interaction",
    event: identified,
    forbids: identified,
  },
  {
    flag: "can_observe_authority",
    needs: "an event authority.* or interaction.authorized_actor_interaction",
    event: authorized,
    forbids: authorized,
  },
  {
    flag: "can_emit_delivery_receipts",
    needs: "an event of endpoint acceptance or of delivery",
    event: (event) => event === "notification.endpoint.accepted" || event.startsWith("delivery."),
  },
  {
    flag: "can_emit_display_or_read_receipts",
    needs: "interaction.notification.opened or delivery.payload.viewed",
    event: displayed,
    forbids: displayed,
  },
  {
    flag: "can_emit_return_or_failure_events",
    needs: "an event of a rejection, failure, return or unreachability",
    event: (event) => /reject|fail|return|undeliver|unreach|unavailable|declined/.test(event),
  },
  {
    flag: "can_cancel_after_dispatch",
    needs: "an action with a cancel step",
    action: (action) => /\.cancel/.test(action),
  },
];
