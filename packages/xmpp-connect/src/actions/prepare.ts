// Everything that is looked at before a message is taken on (XmppAdapterSpecification §12.1), in the order of the document.
import type { AdapterActionRequest } from "@underclaim/contract";
import type { Guard, Instant, PlanContext, Read, Snapshot } from "@underclaim/runtime";
import { renderTemplate } from "@underclaim/runtime/templates";
import type { XmppAccount, XmppKit } from "../kit.ts";
import { conversationKey, suppressionKey } from "../model/documents.ts";
import { readJid, type Jid } from "../model/jid.ts";
import { escapeXml, isSendable } from "../model/xml.ts";
import { demandReads, demandsOf, UNMET, unmet } from "./demands.ts";
import { noAccount } from "./no-account.ts";
import type { SendParameters } from "./parameters.ts";
import type { Refused } from "./refuse.ts";

interface Prepared {
  readonly jid: Jid;
  /** The full JID's pseudonym; null: a bare one was addressed. */
  readonly resource: string | null;
  readonly account: XmppAccount;
  readonly body: string;
  readonly subject: string | null;
  readonly guards: readonly Guard[];
}

export type Preparation =
  | { readonly ok: true; readonly prepared: Prepared }
  | { readonly ok: false; readonly refused: Refused };

const no = (refused: Refused): { readonly ok: false; readonly refused: Refused } => ({
  ok: false,
  refused,
});

/** Endpoint types of one person's address (§9.4). Rooms and nodes have plans of their own. */
const PERSONAL = ["bare_jid", "full_jid", "xmpp_jid", "component_jid"];

/** The documents that a plan needs; none where the address or the account is refused anyhow. */
export function preparationReads(
  kit: XmppKit,
  request: AdapterActionRequest,
  parameters: SendParameters,
  tenant: string,
): readonly Read[] {
  const address = addressIn(request);
  const account = accountFor(kit, parameters, tenant);
  if (!address.ok || account === null) return [];
  const peer = kit.jidId(address.jid.bare);
  return [
    { doc: suppressionKey(peer) },
    { doc: conversationKey(account.account, peer) },
    ...demandReads(demandsOf(parameters), { account: account.account, peer }),
  ];
}

export function prepare(
  kit: XmppKit,
  request: AdapterActionRequest,
  parameters: SendParameters,
  snapshot: Snapshot,
  context: PlanContext,
): Preparation {
  const address = addressIn(request);
  if (!address.ok) return address;
  const { jid } = address;
  const account = accountFor(kit, parameters, context.tenant);
  if (account === null) {
    const possible = kit.accounts.filter(({ tenant }) => tenant === context.tenant);
    return no(noAccount(possible, parameters));
  }
  const peer = kit.jidId(jid.bare);
  const suppression = snapshot.doc(suppressionKey(peer));
  if (suppression !== null) {
    return no({
      refusal: "suppressed",
      message: "The address is suppressed: nothing is sent to it. recipient.unsuppress lifts that.",
      category: "conflict",
      field: "target_endpoint",
    });
  }
  const resource = jid.resource === null ? null : kit.jidId(jid.full);
  const addressee = { account: account.account, peer, resource };
  const lacking = unmet(demandsOf(parameters), snapshot, addressee);
  if (lacking !== null)
    return no({
      refusal: "extension_unsupported",
      category: "unsupported_capability",
      ...UNMET[lacking],
    });
  if (parameters.marker === "require" && !kit.settings.receipts.markers)
    return no({
      refusal: "extension_unsupported",
      message: "Markers are switched off here. Set receipts.markers of the configuration to true.",
      category: "configuration",
      field: "parameters.marker",
    });
  const text = textOf(kit, request, parameters);
  if (!text.ok) return text;
  return {
    ok: true,
    prepared: {
      jid,
      resource,
      account,
      body: text.body,
      subject: request.content?.subject ?? null,
      guards: [{ doc: suppressionKey(peer), version: 0 }],
    },
  };
}

/** When the message is of no use any more; null: never. */
export const endOf = ({ expires_at: end }: AdapterActionRequest): Instant | null =>
  end ? Date.parse(end) : null;

type AddressAnswer =
  | { readonly ok: true; readonly jid: Jid }
  | { readonly ok: false; readonly refused: Refused };

function addressIn({ target_endpoint: endpoint }: AdapterActionRequest): AddressAnswer {
  const field = "target_endpoint.value";
  if (!endpoint?.value) {
    return no({
      refusal: "missing_jid",
      message: "There is no JID. Give target_endpoint.value, like name@example.net.",
      field,
    });
  }
  if (!PERSONAL.includes(endpoint.endpoint_type)) {
    return no({
      refusal: "invalid_jid",
      message: `Messages go to an endpoint of type ${PERSONAL.join(", ")}. Give one.`,
      field: "target_endpoint.endpoint_type",
    });
  }
  const read = readJid(endpoint.value);
  if (!read.ok)
    return no({
      refusal: read.problem === "missing" ? "missing_jid" : "invalid_jid",
      message: read.message,
      field,
    });
  if (endpoint.endpoint_type === "bare_jid" && read.jid.resource !== null) {
    return no({
      refusal: "invalid_jid",
      message: "A bare JID has no resource. Leave out the slash and what follows, or say full_jid.",
      field,
    });
  }
  return read;
}

export const carries = (
  { streams }: Pick<XmppAccount, "streams">,
  stream: SendParameters["stream"],
): boolean => streams.length === 0 || streams.includes(stream);

function accountFor(kit: XmppKit, parameters: SendParameters, tenant: string): XmppAccount | null {
  return (
    kit.accounts.find(
      (each) =>
        each.tenant === tenant &&
        carries(each, parameters.stream) &&
        (!parameters.account || parameters.account === each.account),
    ) ?? null
  );
}

export type TextAnswer =
  | { readonly ok: true; readonly body: string }
  | { readonly ok: false; readonly refused: Refused };

/** As it is written, in bytes: servers end streams for stanzas beyond a quarter of a megabyte (RFC 6120 §13.12). */
const MOST_WRITTEN = 230_000;

/** The text, rendered; links that it does not name itself follow it, each on a line of its own. */
export function textOf(
  { settings }: XmppKit,
  request: AdapterActionRequest,
  parameters: SendParameters,
): TextAnswer {
  let body = request.content?.body_text ?? "";
  if (request.template_ref) {
    const rendered = renderTemplate(
      settings.templates,
      request.template_ref,
      parameters.language ?? null,
      request.variables ?? {},
    );
    if (!rendered.ok) {
      return no({
        refusal: "render_failed",
        code: rendered.problem,
        message: rendered.message,
        field: rendered.problem === "missing_variable" ? "variables" : "template_ref",
      });
    }
    body = rendered.text;
  }
  const links = (request.content?.action_links ?? []).map(({ url }) => url);
  const whole = [body, ...links.filter((url) => !body.includes(url))].join("\n");
  const field = "content.body_text";
  if (whole.trim() === "")
    return no({ refusal: "content_invalid", message: "The text is empty. Give one.", field });
  if (!isSendable(whole) || !isSendable(request.content?.subject ?? "")) {
    return no({
      refusal: "content_invalid",
      message: "The text holds characters that XML cannot carry, such as U+0000. Leave them out.",
      field,
    });
  }
  const written = Buffer.byteLength(escapeXml(whole + (request.content?.subject ?? "")));
  if (written > MOST_WRITTEN)
    return no({
      refusal: "content_invalid",
      message: `With its subject the text has ${written} bytes as XML and may have ${MOST_WRITTEN}: each quotation mark, apostrophe, ampersand or angle bracket is several. Shorten it, or link to it.`,
      field,
    });
  const bytes = Buffer.byteLength(whole);
  return bytes > settings.content.max_bytes
    ? no({
        refusal: "content_invalid",
        message: `The text has ${bytes} bytes in UTF-8 and may have ${settings.content.max_bytes}. Shorten it, or link to it.`,
        field,
      })
    : { ok: true, body: whole };
}
