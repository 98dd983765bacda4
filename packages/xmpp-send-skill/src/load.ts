// agent.toml → the checked configuration of this skill. What other skills say in it is theirs.
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import {
  ConfigurationError,
  loadConfiguration,
  type ConfigurationProblem,
} from "@underclaim/runtime";
import { parse, TomlError } from "smol-toml";
import { isTable, nested, type Table } from "./aliases.ts";
import { checkSkill } from "./check.ts";
import { SkillConfiguration } from "./configuration.ts";

export const SKILL_ID = "xmpp_send";

export interface SkillWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly uid: number;
}

const processWorld = (): SkillWorld => ({
  env: process.env,
  home: homedir(),
  uid: process.geteuid?.() ?? 0,
});

/** @throws ConfigurationError with every problem at once; nothing of the file's text is repeated */
export function loadSkill(path: string, world: SkillWorld = processWorld()): SkillConfiguration {
  const file = resolve(expandHome(path, world.home));
  const { tree, problems } = nested(tableOf(readOwn(file, world.uid), file), file);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const { configuration } = loadConfiguration(SkillConfiguration, {
    file,
    check: checkSkill,
    world: {
      // The file alone says what may be sent: a variable that a host passes on must not widen it.
      env: Object.fromEntries(
        Object.entries(world.env).filter(([name]) => !name.startsWith("UNDERCLAIM_")),
      ),
      folder: "/",
      readText: (name) => (name === file ? JSON.stringify(tree) : readFileSync(name, "utf8")),
      fingerprint: (name) => {
        const { mtimeMs, size, ino } = statSync(name);
        return `${mtimeMs} ${size} ${ino}`;
      },
      now: Date.now,
    },
  });
  return {
    ...configuration,
    state_path: resolve(expandHome(configuration.state_path, world.home)),
    audit: {
      ...configuration.audit,
      log_path: resolve(expandHome(configuration.audit.log_path, world.home)),
    },
  };
}

const expandHome = (path: string, home: string): string => path.replace(/^~(?=\/|$)/, home);

const failed = (message: string, source: string, path = ""): ConfigurationError =>
  new ConfigurationError([{ path, message, source } satisfies ConfigurationProblem]);

/** Who can write the file says whom may be written to. */
function readOwn(file: string, uid: number): string {
  try {
    const { mode, uid: owner } = statSync(file);
    if (owner !== uid && owner !== 0) throw failed("belongs to another user", file);
    if ((mode & 0o022) !== 0) throw failed("may be written by others: chmod go-w it", file);
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw failed(`the file cannot be read: ${code}`, file);
  }
}

function tableOf(text: string, file: string): Table {
  let root: Table;
  try {
    root = parse(text);
  } catch (error) {
    // Its message quotes the file.
    if (error instanceof TomlError)
      throw failed(
        `line ${error.line}, column ${error.column}: this is no TOML, or a key is there twice`,
        file,
      );
    throw error;
  }
  const skills = root["skills"];
  const table = isTable(skills) ? skills[SKILL_ID] : undefined;
  if (!isTable(skills) || !isTable(table)) throw failed(`has no table [skills.${SKILL_ID}]`, file);
  const enabled = skills["enabled"];
  if (enabled !== undefined && !Array.isArray(enabled))
    throw failed('is no list of names, such as ["xmpp_send"]', file, "skills.enabled");
  if (Array.isArray(enabled) && !enabled.includes(SKILL_ID))
    throw failed(`does not name ${SKILL_ID}, so the skill is off`, file, "skills.enabled");
  return table;
}
