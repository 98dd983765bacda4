import { parseArgs } from "node:util";
import { UnderclaimError } from "@underclaim/contract";
import { loadGolden, type GoldenTest } from "@underclaim/contract/golden";
import { checkGolden, checkStanding, describeVerdict, type Verdict } from "./check.ts";
import { openHttpDriver } from "./http-driver.ts";

const USAGE = `underclaim-conformance [options] <url> [golden.yaml …]
  Without goldens it only looks: descriptor, mappings, health, ledger. With goldens it plays them, which needs the
  routes of the adapter's sandbox and EMPTIES it before each.
  --key-env NAME           the environment variable with the API key
  --stranger-key-env NAME  the same of another tenant's key
  --subjects NAME          path of timelines and assessments: messages (default) or feed-items
  --no-laws                play the goldens as they are, without the laws' variations
  --seed N                 draws the random orders of arrival (default 1)
  --json                   one JSON line for each verdict
Exit status: 0 all passes, 1 something does not, 2 it could not be checked.`;

/** What the command has of the world around it. */
export interface CommandWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly read: (file: string) => Promise<string>;
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** @returns the exit status */
export async function run(args: readonly string[], world: CommandWorld): Promise<number> {
  try {
    const { values, positionals } = parse(args);
    const [url, ...files] = positionals;
    if (values.help === true || url === undefined) {
      (values.help === true ? world.say : world.complain)(USAGE);
      return values.help === true ? 0 : 2;
    }
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      throw new UnderclaimError("usage", `${url} is no http(s) address of an adapter.`);
    const seed = Number(values.seed ?? 1);
    if (!Number.isSafeInteger(seed))
      throw new UnderclaimError("usage", `--seed ${values.seed}: a whole number is wanted.`);
    const goldens = await Promise.all(files.map((file) => goldenIn(file, world)));
    const driver = await openHttpDriver({
      baseUrl: url,
      key: keyOf(world, values["key-env"]),
      strangerKey: keyOf(world, values["stranger-key-env"]),
      subjects: values.subjects,
    });
    const told = (verdict: Verdict): Verdict => {
      world.say(values.json === true ? JSON.stringify(verdict) : describeVerdict(verdict));
      return verdict;
    };
    const verdicts = [told(await checkStanding(driver))];
    for (const golden of goldens)
      verdicts.push(
        told(await checkGolden(golden, driver, { laws: values["no-laws"] !== true, seed })),
      );
    return verdicts.every(({ status }) => status === "pass") ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UnderclaimError)) throw error;
    world.complain(error.message);
    return 2;
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "key-env": { type: "string" },
        "stranger-key-env": { type: "string" },
        subjects: { type: "string" },
        "no-laws": { type: "boolean" },
        seed: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UnderclaimError(
      "usage",
      `${error instanceof Error ? error.message : "Not understood."}\n${USAGE}`,
    );
  }
}

async function goldenIn(file: string, { read }: CommandWorld): Promise<GoldenTest> {
  const text = await read(file).catch((error: unknown) => {
    const code: unknown = Reflect.get(Object(error), "code");
    throw new UnderclaimError(
      "usage",
      `${file} cannot be read: ${typeof code === "string" ? code : "no reason given"}.`,
    );
  });
  return loadGolden(text, file);
}

function keyOf({ env }: CommandWorld, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const key = env[name];
  if (key === undefined || key === "")
    throw new UnderclaimError("usage", `The environment variable ${name} holds no API key.`);
  return key;
}
