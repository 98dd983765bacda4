import { describe, expect, test } from "vitest";
import { scramFinal, scramFirst } from "../../../src/provider/session/scram.ts";

const credentials = (nonce: string) => ({ username: "user", password: "pencil", nonce });

describe("SCRAM", () => {
  test.each([
    [
      // RFC 5802 §5
      "SCRAM-SHA-1",
      "fyko+d2lbbFgONRv9qkxdawL",
      "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
      "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
      "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
    ],
    [
      // RFC 7677 §3
      "SCRAM-SHA-256",
      "rOprNGfwEbeRWgbNEkqO",
      "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
      "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
      "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
    ],
  ] as const)("%s is as in its RFC", async (mechanism, nonce, challenge, message, final) => {
    expect(scramFirst(credentials(nonce))).toBe(`n,,n=user,r=${nonce}`);
    const answer = await scramFinal(mechanism, credentials(nonce), challenge);
    expect(answer.message).toBe(message);
    expect(answer.verifies(final)).toBe(true);
    expect(answer.verifies(final.replace(/.{2}=$/, "AA="))).toBe(false);
    expect(answer.verifies("e=other-error")).toBe(false);
    expect(answer.verifies("")).toBe(false);
  });

  test("a name with an equals sign or a comma is escaped", () => {
    expect(scramFirst({ ...credentials("x"), username: "a=b,c" })).toBe("n,,n=a=3Db=2Cc,r=x");
  });

  test.each([
    ["another nonce", "r=other,s=QSXCR+Q6sek8bf92,i=4096"],
    ["only our nonce", "r=ours,s=QSXCR+Q6sek8bf92,i=4096"],
    ["no salt", "r=ours+theirs,s=,i=4096"],
    ["too few iterations", "r=ours+theirs,s=QSXCR+Q6sek8bf92,i=4095"],
    ["more iterations than it could bear", "r=ours+theirs,s=QSXCR+Q6sek8bf92,i=99999999"],
    ["an extension it does not know", "m=x,r=ours+theirs,s=QSXCR+Q6sek8bf92,i=4096"],
    ["nothing", ""],
  ])("a challenge with %s is answered by nobody", async (_what, challenge) => {
    await expect(scramFinal("SCRAM-SHA-1", credentials("ours"), challenge)).rejects.toMatchObject({
      kind: "insecure",
    });
  });
});
