import { describe, expect, test } from "vitest";
import { parseXml, type XmlElement } from "../../../src/model/xml.ts";
import { Contacts } from "../../../src/provider/session/contacts.ts";

const element = (text: string): XmlElement => {
  const read = parseXml(text);
  if (!read.ok) throw new Error(read.reason);
  return read.element;
};
const roster = (items: string): XmlElement =>
  element(`<query xmlns="jabber:iq:roster">${items}</query>`);
const made = (): Contacts => {
  const contacts = new Contacts();
  contacts.takeRoster(
    roster(
      `<item jid="ANN@xmpp.test" subscription="both"/><item jid="bob@xmpp.test" subscription="from"/><item jid="@@"/>`,
    ),
    true,
  );
  return contacts;
};
const presence = (from: string, type = ""): XmlElement =>
  element(`<presence from="${from}"${type === "" ? "" : ` type="${type}"`}/>`);

describe("contacts", () => {
  test("are not known before the roster has been read, and then change as told", () => {
    const contacts = new Contacts();
    contacts.takeRoster(roster(`<item jid="eve@xmpp.test" subscription="both"/>`), false);
    expect(contacts.roster).toBeNull();
    const known = made();
    expect(known.roster).toEqual([
      { jid: "ann@xmpp.test", subscription: "both" },
      { jid: "bob@xmpp.test", subscription: "from" },
    ]);
    known.takeRoster(roster(`<item jid="ann@xmpp.test" subscription="remove"/>`), false);
    known.takeRoster(roster(`<item jid="bob@xmpp.test" subscription="to"/>`), false);
    expect(known.roster).toEqual([{ jid: "bob@xmpp.test", subscription: "to" }]);
  });

  test("are unavailable only where the server would tell us of their presence", () => {
    const contacts = made();
    expect(contacts.availability("ann@xmpp.test")).toBe("unknown");
    contacts.takePresence(presence("ann@xmpp.test/phone"));
    contacts.takePresence(presence("ann@xmpp.test/desk"));
    expect(contacts.availability("ann@xmpp.test")).toBe("available");
    expect(contacts.availability("ann@xmpp.test/phone")).toBe("available");
    // What is sent there the server may give to the others (RFC 6121 §8.5.3.2.1).
    expect(contacts.availability("ann@xmpp.test/other")).toBe("unknown");
    contacts.takePresence(presence("ann@xmpp.test/phone", "unavailable"));
    expect(contacts.availability("ann@xmpp.test")).toBe("available");
    contacts.takePresence(presence("ann@xmpp.test", "unavailable"));
    expect(contacts.availability("ann@xmpp.test")).toBe("unavailable");
    expect(contacts.availability("ann@xmpp.test/other")).toBe("unavailable");
    contacts.takePresence(presence("bob@xmpp.test", "unavailable"));
    expect(contacts.availability("bob@xmpp.test")).toBe("unknown");
    expect(contacts.availability("not a jid@@")).toBe("unknown");
  });

  test("are remembered whoever else floods us with presence; of strangers the longest silent is forgotten", () => {
    const contacts = made();
    contacts.takePresence(presence("ann@xmpp.test/phone"));
    contacts.takePresence(presence("first@elsewhere.test/x"));
    for (let index = 0; index < 5_000; index += 1) {
      contacts.takePresence(presence(`s${index}@elsewhere.test/x`));
      if (index % 1_000 === 0) contacts.takePresence(presence("often@elsewhere.test/x"));
    }
    contacts.takePresence(presence("bob@xmpp.test/desk"));
    const states = [
      "ann@xmpp.test",
      "bob@xmpp.test",
      "often@elsewhere.test",
      "s4999@elsewhere.test",
    ];
    expect(states.map((each) => contacts.availability(each))).toEqual(
      states.map(() => "available"),
    );
    expect(contacts.availability("first@elsewhere.test")).toBe("unknown");
  });

  test("a stranger who has become a contact is no stranger any more", () => {
    const contacts = made();
    contacts.takePresence(presence("new@xmpp.test/phone"));
    contacts.takeRoster(roster(`<item jid="new@xmpp.test" subscription="both"/>`), false);
    for (let index = 0; index < 5_000; index += 1)
      contacts.takePresence(presence(`s${index}@elsewhere.test/x`));
    expect(contacts.availability("new@xmpp.test")).toBe("available");
  });

  test("an error or a request is no presence", () => {
    const contacts = made();
    contacts.takePresence(presence("ann@xmpp.test/x", "error"));
    contacts.takePresence(presence("ann@xmpp.test", "subscribe"));
    expect(contacts.availability("ann@xmpp.test")).toBe("unknown");
  });
});
