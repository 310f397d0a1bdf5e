// Where the tests find what they drive, and where they leave what they see.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const profile = process.env.KALENDS_PROFILE ?? 'debug';

export const appBinary = process.env.KALENDS_APP ?? join(target, profile, 'kalends-desktop');
export const cliBinary = process.env.KALENDS_CLI ?? join(target, profile, 'kalends');
export const screenshots = join(root, 'target/screenshots');
mkdirSync(screenshots, { recursive: true });

/** A folder of its own for one test's data. */
export const freshDataDir = () => mkdtempSync(join(tmpdir(), 'kalends-'));
