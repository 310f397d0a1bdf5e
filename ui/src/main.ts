// Opens the page that the address names on the real engine: the window, the day at a glance, or quick
// creation. Each loads what it needs alone. A browser without Tauri gets the demo, outside production
// builds only.
import { mount, type Component } from 'svelte';
import type { Backend } from './lib/ipc/backend';
import { tauri } from './lib/ipc/tauri';
import './lib/style';

type Page = Component<{ backend: Backend; now?: () => number }>;

const pages: Record<string, () => Promise<{ default: Page }>> = {
  '#today': () => import('./lib/today/TodayPage.svelte'),
  '#quick': () => import('./lib/quickadd/QuickPage.svelte'),
};

const main = () => import('./App.svelte');

/** The first picture waits for its letters while its code comes, and no longer than this. */
const LETTERS_MS = 150;
const letters = Promise.race([
  document.fonts.load('13px "Inter Variable"').catch(() => undefined),
  new Promise((resolve) => setTimeout(resolve, LETTERS_MS)),
]);

async function open(): Promise<void> {
  const target = document.getElementById('app');
  if (!target) return;
  const inTauri = '__TAURI_INTERNALS__' in window;
  const [{ default: page }] = await Promise.all([(pages[location.hash] ?? main)(), letters]);
  if (import.meta.env.MODE !== 'production' && !inTauri) {
    const { demoFromAddress } = await import('./lib/ipc/demo/address');
    mount(page, { target, props: demoFromAddress(new URL(location.href)) });
    return;
  }
  mount(page, { target, props: { backend: tauri } });
}

void open();
