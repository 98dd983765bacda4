import { describe, expect, test } from "vitest";
import {
  act,
  Documents,
  HANDSET,
  inbound,
  kitWith,
  NOW,
  numberId,
  react,
  request,
  SENDER,
} from "../support/standing-stage.ts";
import { suppress } from "../../src/actions/suppress.ts";
import { suppressionKey } from "../../src/model/documents.ts";
import { INBOUND_EXPIRING, inboundReactions } from "../../src/react/inbound-reactions.ts";

const HELPS = { replies: { help: "Write to help@example.com. STOP ends this." } };
const MINUTE = 60_000;

function ask(
  documents: Documents,
  {
    configured = HELPS,
    now = NOW,
    body = "HELP",
    ...over
  }: { configured?: object; now?: number; body?: string } & Parameters<typeof inbound>[2] = {},
) {
  const kit = kitWith(configured);
  const native = inbound(kit, body, over);
  return react(inboundReactions(kit)[native.type], native, documents, now);
}

describe("HELP", () => {
  test("is answered as configured, in the case it is about", () => {
    const { sends = [] } = ask(new Documents());
    expect(sends).toMatchObject([
      {
        target: { correlation: { coordination_case_id: "case_1" } },
        expiresAt: NOW + 24 * 3_600_000,
        dispatch: {
          lane: "acme",
          command: {
            to: HANDSET,
            from: SENDER,
            body: HELPS.replies.help,
            validUntil: NOW + 24 * 3_600_000,
          },
        },
      },
    ]);
  });

  test("is answered once where it comes again within minutes, and again later", () => {
    const documents = new Documents();
    expect(ask(documents).sends).toHaveLength(1);
    expect(ask(documents, { now: NOW + 4 * MINUTE }).sends ?? []).toEqual([]);
    expect(documents.all("answered").map(({ dueAt }) => dueAt)).toEqual([NOW + 5 * MINUTE]);
    expect(INBOUND_EXPIRING).toContain("answered");
    expect(ask(documents, { body: "info" }).sends).toHaveLength(1);
  });

  test.each<[string, Parameters<typeof ask>[1]]>([
    ["where nothing is configured", { configured: {} }],
    ["where the provider answers by itself", { providerKeyword: "help" }],
    ["through an account that there is not any more", { account: "gone" }],
  ])("is not answered %s", (_, over) => {
    const documents = new Documents();
    expect(ask(documents, over).sends ?? []).toEqual([]);
    expect(documents.all("answered")).toEqual([]);
  });

  test("is not answered where the number is suppressed or opted out, exempt streams or not", () => {
    for (const suppression_type of ["manual", "opt_out"]) {
      const documents = new Documents();
      act(suppress(kitWith()), request({ suppression_type }), documents);
      const configured = { ...HELPS, consent: { opt_out_exempt_streams: ["notification"] } };
      expect(ask(documents, { configured }).sends ?? []).toEqual([]);
    }
  });

  test("needs no consent: the one who asks is answered", () => {
    const configured = { ...HELPS, consent: { required_for: [{}] } };
    expect(ask(new Documents(), { configured }).sends).toHaveLength(1);
  });

  test("guards what it saw: an opt-out that is committed first wins", () => {
    const { guards } = ask(new Documents());
    const key = suppressionKey(numberId(HANDSET), { kind: "tenant", value: null });
    expect(guards).toContainEqual({ doc: key, version: 0 });
  });
});
