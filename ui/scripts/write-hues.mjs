// Writes hues.css from palette.json.
import { writeFileSync } from 'node:fs';
import { createServer } from 'vite';

const server = await createServer({ configFile: false, server: { middlewareMode: true }, logLevel: 'error' });
const { hueStyles } = await server.ssrLoadModule('/src/lib/style/palette.ts');
writeFileSync(new URL('../src/lib/style/hues.css', import.meta.url), hueStyles());
await server.close();
