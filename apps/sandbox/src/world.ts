/** What an adapter of the sandbox is configured from: these variables and nothing of the machine. */
export const worldOf = (folder: string, env: Readonly<Record<string, string>>) => ({
  folder,
  env,
  now: () => Date.now(),
  readText: () => "",
  fingerprint: () => "",
});
