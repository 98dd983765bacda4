import { expect, test } from "vitest";
import { requestSend, type Roster } from "../src/index.ts";
import { ANN, makeDesk, request, SELF, settingsWith } from "./support.ts";

const roster = (ageMs: number): Roster => ({
  known: true,
  ageMs,
  entries: [
    { address: "carol@example.org", subscription: "both" },
    { address: "dave@example.org", subscription: "to" },
  ],
});
const open = (answer: Roster, mutualOnly = true) =>
  makeDesk({
    settings: { allow: { ...settingsWith().allow, roster: true, mutualOnly } },
    roster: async () => answer,
  });
const reason = async (
  { guards }: ReturnType<typeof makeDesk>,
  to: string,
  kind: "user" | "room" = "user",
) => {
  const answer = await requestSend(guards, { ...request(to, "Hello."), kind });
  return answer.status === "denied" ? answer.reason : answer.status;
};

test("only whom the list names is written to, as what the list says it is", async () => {
  const desk = makeDesk();
  expect(await reason(desk, ANN)).toBe("settled");
  expect(await reason(desk, "eve@example.org")).toBe("not_allowed");
  expect(await reason(desk, ANN, "room")).toBe("kind_mismatch");
  expect(await reason(desk, "team@rooms.example.org", "user")).toBe("kind_mismatch");
  expect(desk.sent.map(({ address }) => address)).toEqual([ANN]);
});

test("neither the own address nor the approver's is a recipient, even where the list names it", async () => {
  const allow = settingsWith().allow;
  const entries = [SELF, "boss@example.org"].map((address) => ({ address, kind: "user" }) as const);
  const desk = makeDesk({ settings: { allow: { ...allow, entries } } });
  expect(await reason(desk, SELF)).toBe("recipient_is_self");
  expect(await reason(desk, "boss@example.org")).toBe("recipient_is_approver");
  expect(desk.sent).toEqual([]);
});

test("the roster allows mutual contacts, and others only where that is switched off", async () => {
  expect(await reason(open(roster(0)), "carol@example.org")).toBe("settled");
  expect(await reason(open(roster(0)), "dave@example.org")).toBe("not_allowed");
  expect(await reason(open(roster(0), false), "dave@example.org")).toBe("settled");
  expect(await reason(open(roster(0)), "eve@example.org")).toBe("not_allowed");
});

test("a roster that is stale or cannot be read allows nobody, and never a room", async () => {
  expect(await reason(open(roster(60_001)), "carol@example.org")).toBe("roster_unavailable");
  expect(await reason(open({ known: false }), "carol@example.org")).toBe("roster_unavailable");
  expect(await reason(open(roster(0)), "carol@example.org", "room")).toBe("not_allowed");
});
