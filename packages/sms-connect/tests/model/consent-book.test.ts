import { describe, expect, test } from "vitest";
import {
  consentIn,
  consentStateOf,
  consentView,
  withConsent,
  withOptOut,
  withReopening,
  type ConsentBook,
  type ConsentStatement,
} from "../../src/model/consent-book.ts";
import { SmsConsent } from "../../src/model/consent.ts";

const NOW = 1_000_000;
const EMPTY = consentIn(null);
const consent = (over: Partial<ConsentStatement> = {}): ConsentStatement => ({
  state: "opted_in",
  at: 100,
  source: "form",
  evidenceRef: "archive:1",
  expiresAt: null,
  ...over,
});
const out = (at: number) => ({ at, source: "sms_keyword", evidenceRef: null }) as const;
const stateOf = (book: ConsentBook) => consentStateOf(book, NOW);

describe("a recorded consent", () => {
  test("is unknown where nothing is recorded", () => {
    expect(stateOf(EMPTY)).toBe("unknown");
  });

  test.each(["opted_in", "not_required", "disputed", "unknown"] as const)(
    "stands as %s",
    (state) => {
      expect(stateOf(withConsent(EMPTY, consent({ state })))).toBe(state);
    },
  );

  test("is unknown from the moment it expires", () => {
    const book = withConsent(EMPTY, consent({ expiresAt: NOW }));
    expect(consentStateOf(book, NOW - 1)).toBe("opted_in");
    expect(stateOf(book)).toBe("unknown");
  });

  test("without a time gives way to any that has one", () => {
    const dated = withConsent(EMPTY, consent({ state: "disputed", at: 1 }));
    expect(stateOf(withConsent(dated, consent({ at: null })))).toBe("disputed");
  });

  test("of two of one time the one that claims less stands", () => {
    const disputed = withConsent(EMPTY, consent({ state: "disputed" }));
    expect(stateOf(withConsent(disputed, consent()))).toBe("disputed");
    expect(
      stateOf(withConsent(withConsent(EMPTY, consent()), consent({ state: "disputed" }))),
    ).toBe("disputed");
  });
});

describe("an opt-out", () => {
  const granted = withConsent(EMPTY, consent({ at: 100 }));
  const gone = withOptOut(granted, out(200));

  test("outdoes an older opt-in, and one of the same time", () => {
    expect(stateOf(gone)).toBe("opted_out");
    expect(stateOf(withConsent(gone, consent({ at: 200 })))).toBe("opted_out");
  });

  test("is not outdone by an opt-in that nobody knows the time of", () => {
    expect(stateOf(withConsent(withOptOut(EMPTY, out(200)), consent({ at: null })))).toBe(
      "opted_out",
    );
  });

  test("is taken back by a later opt-in", () => {
    expect(stateOf(withConsent(gone, consent({ at: 201 })))).toBe("opted_in");
  });

  test.each(["not_required", "disputed", "unknown"] as const)(
    "is not taken back by a later statement that consent is %s",
    (state) => {
      expect(stateOf(withConsent(gone, consent({ state, at: 300 })))).toBe("opted_out");
    },
  );

  test("reopened, leaves what was granted before, and nothing where nothing was", () => {
    expect(stateOf(withReopening(gone, 201))).toBe("opted_in");
    expect(stateOf(withReopening(withOptOut(EMPTY, out(200)), 201))).toBe("unknown");
    expect(stateOf(withReopening(gone, 200))).toBe("opted_out");
  });

  test("does not expire with the consent that it withdrew", () => {
    const book = withOptOut(withConsent(EMPTY, consent({ expiresAt: 500 })), out(200));
    expect(stateOf(book)).toBe("opted_out");
  });
});

describe("as the document has it (§20)", () => {
  const scope = { kind: "campaign", value: "summer" } as const;
  test.each([
    ["granted", withConsent(EMPTY, consent()), "opted_in", "1970-01-01T00:00:00.100Z"],
    ["withdrawn", withOptOut(withConsent(EMPTY, consent()), out(200)), "opted_out", null],
    ["expired", withConsent(EMPTY, consent({ expiresAt: 500 })), "unknown", null],
    ["nothing", EMPTY, "unknown", null],
  ] as const)("%s", (_, book, state, acquired) => {
    const view = consentView("num_1", scope, book, NOW);
    expect(SmsConsent.parse(view)).toEqual(view);
    expect(view).toMatchObject({
      consent_state: state,
      consent_scope: "campaign",
      consent_acquired_at: acquired,
    });
  });
});
