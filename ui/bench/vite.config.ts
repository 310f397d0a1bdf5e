import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// The grids alone, built as the window is built.
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte({ configFile: '../svelte.config.js' })],
  logLevel: 'warn',
  build: { target: ['es2022', 'safari16.4'], modulePreload: false, assetsInlineLimit: 0, emptyOutDir: true },
});
