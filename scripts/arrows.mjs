// Dependencies between the crates run one way; fails when one turns round.
import { execFileSync } from "node:child_process";

const allowed = {
  "kalends-calendar": [],
  "kalends-store": ["kalends-calendar"],
  "kalends-remote": ["kalends-calendar"],
  "kalends-engine": ["kalends-calendar", "kalends-store", "kalends-remote"],
  "kalends-notify": ["kalends-calendar", "kalends-engine"],
  "kalends-mcp": ["kalends-calendar", "kalends-engine"],
  kalends: ["kalends-calendar", "kalends-engine", "kalends-mcp", "kalends-notify"],
  "kalends-desktop": ["kalends-calendar", "kalends-engine", "kalends-notify"],
  "kalends-tests": [
    "kalends-calendar",
    "kalends-store",
    "kalends-remote",
    "kalends-engine",
    "kalends-notify",
    "kalends-mcp",
    "kalends",
  ],
};

const metadata = execFileSync("cargo", ["metadata", "--format-version", "1", "--no-deps"], {
  maxBuffer: 1 << 28,
});
const packages = JSON.parse(metadata).packages;
const ours = new Set(packages.map((crate) => crate.name));
const wrong = packages.flatMap((crate) => {
  const may = allowed[crate.name];
  if (!may) return [`crate ${crate.name} has no rule`];
  return crate.dependencies
    .filter((dependency) => ours.has(dependency.name) && dependency.kind !== "dev")
    .filter((dependency) => !may.includes(dependency.name))
    .map((dependency) => `${crate.name} may not depend on ${dependency.name}`);
});
for (const line of wrong) console.error(`arrows: ${line}`);
process.exit(wrong.length ? 1 : 0);
