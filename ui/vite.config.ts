import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// safari16 is the floor of WebKitGTK and WKWebView that the window runs in.
export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  server: { port: 1420, strictPort: true },
  build: {
    target: ['es2022', 'safari16.4'],
    modulePreload: false,
    // The content security policy admits no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
  },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    css: false,
    // Generous: several builds may share the machine.
    testTimeout: 30_000,
  },
});
