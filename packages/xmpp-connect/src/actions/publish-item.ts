// feed.publish_item in a PubSub node (XmppAdapterSpecification §19, §12.8), and feed.remove_item, which takes it out again.
import type { AdapterActionCapability, AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition, Plan, PlanContext } from "@underclaim/runtime";
import { z } from "zod";
import { XmppStream } from "../configuration.ts";
import type { XmppKit } from "../kit.ts";
import { atomEntry, titleOf } from "../model/atom-entry.ts";
import { own } from "../native/own.ts";
import { clientRef, itemRef } from "../native/references.ts";
import type { XmppNative } from "../native/types.ts";
import { publicationJson } from "../provider/pubsub/command.ts";
import {
  configuredNodes,
  nodeId,
  nodeOfUri,
  nodeUri,
  type ConfiguredNode,
} from "../pubsub/configured.ts";
import { noAccount } from "./no-account.ts";
import { Sendable, SendParameters } from "./parameters.ts";
import { carries, textOf } from "./prepare.ts";
import { refuse, subjectOf, type Refused } from "./refuse.ts";
import { newStanzaId } from "./remembering.ts";
import { SEND_CAPABILITY } from "./send.ts";

const PublishParameters = z.strictObject({
  account: SendParameters.shape.account,
  stream: XmppStream.default("notification"),
  language: SendParameters.shape.language,
});

const PUBLISH_CAPABILITY: AdapterActionCapability = {
  ...SEND_CAPABILITY,
  action_type: "feed.publish_item",
  description: "Publishes one item in one PubSub node that an account is configured to use.",
  required_fields: ["target_endpoint", "content.body_text or template_ref", "tracking_context"],
  optional_fields: ["participant_id", "variables", "parameters", "expires_at", "content.subject"],
  supported_channels: ["xmpp_pubsub"],
  supported_endpoint_types: ["pubsub_node"],
  preconditions: ["the node is configured"],
  postconditions: ["the item waits for its account's session"],
  unsupported_when: ["the node is not configured"],
  possible_later_events: [
    "feed.item.published",
    "feed.hub.notification_failed",
    "feed.item.fetched",
    "notification.endpoint.accepted",
    "notification.endpoint.rejected_permanent",
    "notification.endpoint.rejected_temporary",
    "notification.attempt.rejected_by_provider",
  ],
  known_failure_modes: [
    "the session ends before the service has answered: the node is asked for the item later",
  ],
};

type Target =
  | { readonly ok: true; readonly target: ConfiguredNode }
  | { readonly ok: false; readonly refused: Refused };

function targetOf(
  kit: XmppKit,
  { target_endpoint: endpoint }: AdapterActionRequest,
  parameters: z.output<typeof PublishParameters>,
  tenant: string,
): Target {
  const field = "target_endpoint.value";
  const no = (refused: Refused): Target => ({ ok: false, refused: { field, ...refused } });
  if (endpoint?.endpoint_type !== "pubsub_node")
    return no({
      refusal: "invalid_jid",
      message: "Items go to an endpoint of type pubsub_node. Give one.",
      field: "target_endpoint.endpoint_type",
    });
  if (!endpoint.endpoint_id && !endpoint.value)
    return no({
      refusal: "missing_jid",
      message:
        "There is no node. Give target_endpoint.value, like xmpp:pubsub.example.net?;node=news.",
    });
  const uri = nodeOfUri(endpoint.value ?? "");
  if (!endpoint.endpoint_id && uri === null)
    return no({
      refusal: "invalid_jid",
      message:
        "This names no node (XEP-0060 §12.22). Write it like xmpp:pubsub.example.net?;node=news.",
    });
  const named = configuredNodes(kit, tenant).filter(({ node }) =>
    endpoint.endpoint_id
      ? nodeId(kit, node) === endpoint.endpoint_id
      : node.service === uri?.service && node.node === uri.node,
  );
  if (named.length === 0)
    return no({
      refusal: "policy",
      code: "node_not_configured",
      message: "No account is configured to use this node. Add it to accounts[].nodes.",
      category: "configuration",
    });
  const target = named.find(
    ({ account }) =>
      carries(account, parameters.stream) &&
      (!parameters.account || parameters.account === account.account),
  );
  return target === undefined
    ? no(
        noAccount(
          named.map(({ account }) => account),
          parameters,
          "that uses this node ",
        ),
      )
    : { ok: true, target };
}

export const publishItem = (kit: XmppKit): ActionDefinition<XmppNative> => ({
  capability: PUBLISH_CAPABILITY,
  request: Sendable,
  parameters: PublishParameters,
  plan: (request, _snapshot, context) => planPublish(kit, request, context),
});

function planPublish(
  kit: XmppKit,
  request: AdapterActionRequest,
  { operation, now, ids, tenant }: PlanContext,
): Plan<XmppNative> {
  const parameters = PublishParameters.parse(request.parameters ?? {});
  const found = targetOf(kit, request, parameters, tenant);
  if (!found.ok) return refuse(operation, found.refused);
  const { account, node } = found.target;
  const text = textOf(kit, request, SendParameters.parse({ language: parameters.language }));
  if (!text.ok) return refuse(operation, text.refused);
  // Ours and random: the same item again is the same item (XEP-0060 §7.1.1), and it can be asked for.
  const itemId = newStanzaId(ids);
  const about = nodeId(kit, node);
  const facts = {
    peer: about,
    account: account.account,
    stream: parameters.stream,
    addressed: "pubsub_node",
    node: node.name,
    item_id: itemId,
    participant: request.participant_id ?? null,
    template_ref: request.template_ref ?? null,
    action: request.action_type,
  };
  const uri = nodeUri(node);
  return {
    kind: "accept",
    state: "accepted",
    subject: subjectOf(operation),
    endpoint: { ...request.target_endpoint, endpoint_type: "pubsub_node", value: uri },
    natives: [own("message.accepted", operation, { data: facts, metadata: facts })],
    dispatch: {
      lane: account.account,
      command: publicationJson({
        kind: "publish",
        service: node.service,
        node: node.node,
        itemId,
        payload: atomEntry({
          id: `${uri};item=${itemId}`,
          title: titleOf(request.content?.subject ?? null, text.body),
          body: text.body,
          links: (request.content?.action_links ?? []).map(({ url }) => url),
          updated: now,
          language: parameters.language ?? null,
        }),
      }),
    },
    refs: [clientRef(operation), itemRef(about, itemId)],
    metadata: facts,
  };
}

const RemoveParameters = z.strictObject({
  operation_id: z
    .string()
    .min(1)
    .max(256)
    .describe("The adapter_operation_id of the publication to take back."),
});

const removed = ({ parameters }: AdapterActionRequest): string =>
  RemoveParameters.parse(parameters).operation_id;

/** XEP-0060 §7.2. Subscribers keep the copies that they have. */
export const removeItem = (kit: XmppKit): ActionDefinition<XmppNative> => ({
  capability: {
    ...PUBLISH_CAPABILITY,
    action_type: "feed.remove_item",
    description: "Takes an item that was published here out of its node.",
    required_fields: ["parameters.operation_id"],
    optional_fields: [],
    supported_endpoint_types: [],
    preconditions: ["the item was published by this adapter"],
    postconditions: ["the retraction waits for its account's session"],
    unsupported_when: ["the operation published nothing"],
    possible_later_events: [
      "feed.item.removed",
      "feed.hub.notification_failed",
      "notification.endpoint.rejected_permanent",
      "notification.endpoint.rejected_temporary",
    ],
  },
  request: z.looseObject({}),
  parameters: RemoveParameters,
  reads: (request) => [{ operation: removed(request) }],
  plan(request, snapshot, { operation, tenant }) {
    const standing = snapshot.operation(removed(request));
    const facts = factsOf(standing?.text ?? null);
    const found = configuredNodes(kit, tenant).find(
      ({ account, node }) => node.name === facts.node && account.account === facts.account,
    );
    if (found === undefined || facts.item === null)
      return refuse(operation, {
        refusal: "unsupported",
        code: "nothing_published",
        message:
          "This operation published no item in a node that is configured. Name one that did.",
        category: "conflict",
        field: "parameters.operation_id",
      });
    const { account, node } = found;
    const told = { node: node.name, item_id: facts.item, removes: removed(request) };
    return {
      kind: "accept",
      state: "accepted",
      subject: subjectOf(operation),
      endpoint: { endpoint_type: "pubsub_node", value: nodeUri(node) },
      natives: [own("message.accepted", operation, { data: told, metadata: told })],
      dispatch: {
        lane: account.account,
        command: publicationJson({
          kind: "retract",
          service: node.service,
          node: node.node,
          itemId: facts.item,
          payload: null,
        }),
      },
      refs: [clientRef(operation)],
      metadata: told,
    };
  },
});

/** What the plan of a publication left with its operation. */
function factsOf(text: string | null): { node: unknown; account: unknown; item: string | null } {
  const { metadata = null } =
    text === null ? {} : (JSON.parse(text) as { metadata?: Record<string, unknown> | null });
  const item = metadata?.["addressed"] === "pubsub_node" ? metadata["item_id"] : null;
  return {
    node: metadata?.["node"],
    account: metadata?.["account"],
    item: typeof item === "string" ? item : null,
  };
}
