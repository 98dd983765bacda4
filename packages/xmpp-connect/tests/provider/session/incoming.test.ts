import { systemClock } from "@underclaim/runtime";
import { expect, test } from "vitest";
import { Incoming, type IncomingOptions } from "../../../src/provider/session/incoming.ts";
import { element } from "../../support/element.ts";

test.each([
  ["ops@rooms.example.net/mallory", 0],
  ["juliet@example.com/balcony", 1],
])("a command is taken from a client and from no occupant of a room: %s", (from, times) => {
  const said: string[] = [];
  const commands: unknown[] = [];
  let skipped = 0;
  const incoming = new Incoming({
    own: "desk@example.net",
    clock: systemClock,
    rooms: { has: (bare: string) => bare === "ops@rooms.example.net" },
    commands: { take: (iq: unknown) => commands.push(iq) > 0 },
    counted: { skip: () => (skipped += 1) },
    say: (stanza: string) => said.push(stanza) > 0,
  } as unknown as IncomingOptions);
  incoming.iq(
    element(
      `<iq type="set" id="c1" from="${from}"><command xmlns="http://jabber.org/protocol/commands" node="prompt/t1" action="complete"/></iq>`,
    ),
  );
  expect(commands).toHaveLength(times);
  expect(skipped).toBe(1 - times);
  expect(said.join("").includes("service-unavailable")).toBe(times === 0);
});
