import { createLog } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { SessionFailure, type FailureKind } from "../../../src/provider/session/failure.ts";
import { logEnd } from "../../../src/provider/session/log-end.ts";
import { healthOf } from "../../../src/provider/session/standing.ts";

const degradationsAfter = (failure: SessionFailure): readonly string[] =>
  healthOf({ started: true, online: false, failure, incidents: [], found: [] }).degradations;

describe("the health of an account that has no session says what to do", () => {
  test.each<[string, FailureKind, string, RegExp]>([
    ["a wrong password", "authentication", "not-authorized", /Check jid and its secret/],
    [
      "a certificate of an unknown CA",
      "insecure",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      /tls\.ca_file/,
    ],
    ["a certificate of another name", "insecure", "ERR_TLS_CERT_ALTNAME_INVALID", /domain of jid/],
    ["an unreadable CA", "insecure", "ca_file", /PEM certificates/],
    ["a closed port", "unreachable", "ECONNREFUSED", /Check host and port/],
    ["a wrong domain", "unreachable", "host-unknown", /does not serve the domain/],
    ["a domain that is not in DNS", "unreachable", "ENOTFOUND", /set host and port/],
    ["another session", "conflict", "conflict", /another service/],
  ])("%s", (_what, kind, condition, remedy) => {
    const [told] = degradationsAfter(new SessionFailure(kind, "It failed.", condition));
    expect(told).toMatch(remedy);
    expect(told?.startsWith(`It failed. (${condition}) `)).toBe(true);
  });

  test("and only what happened where waiting is all that helps", () => {
    expect(degradationsAfter(new SessionFailure("silent", "No answer."))).toEqual(["No answer."]);
    expect(degradationsAfter(new SessionFailure("insecure", "Bad.", "scram"))).toEqual([
      "Bad. (scram)",
    ]);
  });
});

test.each<[FailureKind, "warn" | "info"]>([
  ["authentication", "warn"],
  ["insecure", "warn"],
  ["conflict", "warn"],
  ["unreachable", "info"],
])("the end of a session is logged, with %s as %s", (kind, level) => {
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
  logEnd(log, "desk", new SessionFailure(kind, "It failed.", "x"), "session ended");
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    {
      level,
      msg: "session ended",
      account: "desk",
      kind,
      condition: "x",
      why: "It failed.",
    },
  ]);
});
