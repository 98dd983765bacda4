export { SkillConfiguration, type ApproverName } from "./configuration.ts";
export { strictJid } from "./jid.ts";
export { loadSkill, SKILL_ID, type SkillWorld } from "./load.ts";
export { openSkill, type OpenedSkill, type OpenSkillOptions } from "./open.ts";
export type { SendResult } from "./results.ts";
export { scanSecrets } from "./scan.ts";
export type { Evidence } from "./service/evidence.ts";
export type { Caller, SendStep, Skill } from "./skill.ts";
export { SendParameters, StatusParameters, TOOLS } from "./tools.ts";
