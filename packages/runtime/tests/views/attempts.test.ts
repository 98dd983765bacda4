import type { AdapterEvent } from "@underclaim/contract";
import { describe, expect, it } from "vitest";
import { attemptsOf } from "../../src/index.ts";
import { event, of } from "./events.ts";

const told = (...events: AdapterEvent[]) =>
  attemptsOf({ subject_ref: "pigeon_1", events }, /^flight\./).map((attempt) => [
    attempt.id,
    attempt.events.map(({ event_id }) => event_id),
  ]);

describe("the attempts of a subject", () => {
  it("are its operations that send, each with its own events", () => {
    const events = [
      event("flight.begun", { event_id: "1", ...of("op_1") }),
      event("flight.begun", { event_id: "2", ...of("op_2") }),
      event("seen", { event_id: "3", ...of("op_1") }),
    ];
    expect(told(...events)).toEqual([
      ["op_1", ["1", "3"]],
      ["op_2", ["2"]],
    ]);
  });

  it("are not those operations that send nothing: their events stand with the first", () => {
    const events = [
      event("called_back", { event_id: "1", ...of("op_9") }),
      event("flight.begun", { event_id: "2", ...of("op_1") }),
      event("seen", { event_id: "3" }),
    ];
    expect(told(...events)).toEqual([["op_1", ["1", "2", "3"]]]);
  });

  it("are one by the subject's own name, where no operation is known", () => {
    expect(told(event("seen", { event_id: "1" }))).toEqual([["pigeon_1", ["1"]]]);
    expect(told()).toEqual([["pigeon_1", []]]);
  });
});
