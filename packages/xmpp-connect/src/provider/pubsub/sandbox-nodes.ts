// Nodes of the sandbox: what happens is read from the node's id, at any service.
import { NS } from "../../model/namespaces.ts";
import { xml } from "../../model/xml.ts";
import { PUBSUB_SOURCE, refusalOf, type Publication, type Published } from "../../pubsub/port.ts";
import type { SandboxWire } from "../rooms/sandbox-rooms.ts";

export interface SandboxNode {
  readonly name: string;
  /** For the documentation. */
  readonly does: string;
  readonly error?: string;
  readonly notifies?: true;
}

export const SANDBOX_NODES: readonly SandboxNode[] = [
  { name: "node", does: "takes the item" },
  {
    name: "node-notifies",
    does: "takes the item, and notifies the account as a subscriber",
    notifies: true,
  },
  { name: "node-missing", does: "does not exist", error: "item-not-found" },
  { name: "node-forbidden", does: "lets others publish", error: "forbidden" },
  {
    name: "node-far-away",
    does: "its service cannot be reached",
    error: "remote-server-not-found",
  },
  { name: "node-busy", does: "its service lacks resources", error: "resource-constraint" },
];

export function sandboxPublish(
  { kind, service, node, itemId }: Publication,
  to: string,
  id: () => string,
): { readonly answer: Published; readonly says: SandboxWire | null } {
  const { error, notifies } = SANDBOX_NODES.find(({ name }) => name === node) ?? {};
  if (error !== undefined)
    return {
      answer: { kind: "refused", because: refusalOf(error), condition: error },
      says: null,
    };
  const item = xml(kind === "publish" ? "item" : "retract", { id: itemId });
  const body = xml(
    "message",
    { xmlns: NS.client, from: service, to, id: id(), type: "headline" },
    xml("event", { xmlns: NS.pubsubEvent }, xml("items", { node }, item)),
  );
  const says = { source: PUBSUB_SOURCE, headers: { "content-type": "application/xml" }, body };
  return { answer: { kind: "done" }, says: notifies === true ? says : null };
}
