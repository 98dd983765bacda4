import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, expectTypeOf, it } from "vitest";
import { parse } from "yaml";
import {
  CANONICAL_EVENT_TYPES,
  DISCOURAGED_EVENT_TYPES,
  eventFamilyOf,
  EventType,
  isKnownEventType,
  VOCABULARY,
  vocabulary,
} from "@underclaim/contract";
import type {
  EVENT_FAMILIES,
  EventFamily,
  KnownEventType,
  VocabularyEntry,
} from "@underclaim/contract";

const SECTIONS = parse(
  readFileSync(join(import.meta.dirname, "section-11.yaml"), "utf8"),
) as Record<string, string[]>;

describe("the vocabulary of §11", () => {
  it("has every type of the specification, in its order, and no other", () => {
    expect(CANONICAL_EVENT_TYPES).toEqual(Object.values(SECTIONS).flat());
  });

  it("names the section each type stands in", () => {
    const sources = Object.entries(SECTIONS).flatMap(([section, types]) =>
      types.map((type) => [type, `AdapterInterfaceSpecification §${section}`]),
    );
    expect(sources).toEqual(sources.map(([type]) => [type, vocabulary(type ?? "")?.source]));
  });

  it("lists the ambiguous postal type as discouraged, with what to use instead", () => {
    expect(DISCOURAGED_EVENT_TYPES).toEqual(["delivery.postal.delivered"]);
    const instead = vocabulary("delivery.postal.delivered").discouraged?.useInstead;
    expect(CANONICAL_EVENT_TYPES).toContain(instead);
  });

  it.each(VOCABULARY.map((entry) => [entry.type, entry] as const))(
    "%s says what it means and does not",
    (_type, entry) => {
      expect(EventType.safeParse(entry.type).success).toBe(true);
      expect(entry.family).toBe(eventFamilyOf(entry.type));
      expect(entry.meaning).toMatch(/^[A-Z].*\.$/);
      expect(entry.meaning).not.toMatch(/\. [A-Z]/);
      expect(entry.doesNotMean.length).toBeGreaterThan(0);
      for (const negation of entry.doesNotMean) expect(negation).toMatch(/^[a-z].*[^.]$/);
    },
  );

  it("gives no two types the same meaning", () => {
    const seen = VOCABULARY.map((entry) => entry.meaning);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe("look-ups", () => {
  it("know the family of a type, known or not", () => {
    expect(eventFamilyOf("feed.feed.fetched")).toBe("feed");
    expect(eventFamilyOf("feed.something.new")).toBe("feed");
    expect(eventFamilyOf("feeding.something")).toBeUndefined();
    expect(eventFamilyOf("")).toBeUndefined();
  });

  it("have nothing for a type outside the vocabulary", () => {
    expect(vocabulary("feed.something.new")).toBeUndefined();
    expect(vocabulary("toString")).toBeUndefined();
    expect(isKnownEventType("toString")).toBe(false);
    expect(isKnownEventType("feed.item.published")).toBe(true);
  });

  it("are typed", () => {
    expectTypeOf(vocabulary("feed.item.published")).toEqualTypeOf<VocabularyEntry>();
    expectTypeOf(vocabulary("x" as string)).toEqualTypeOf<VocabularyEntry | undefined>();
    expectTypeOf<"feed.item.published">().toExtend<KnownEventType>();
    expectTypeOf<"feed.item.seen">().not.toExtend<KnownEventType>();
    expectTypeOf<EventFamily>().toEqualTypeOf<(typeof EVENT_FAMILIES)[number]>();
  });
});
