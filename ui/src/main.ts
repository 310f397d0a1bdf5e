// Opens the window on the real engine. A browser without Tauri gets the demo, outside production builds only.
import { mount } from 'svelte';
import App from './App.svelte';
import { tauri } from './lib/ipc/tauri';
import './lib/style';

async function open(): Promise<void> {
  const target = document.getElementById('app');
  if (!target) return;
  const inTauri = '__TAURI_INTERNALS__' in window;
  if (import.meta.env.MODE !== 'production' && !inTauri) {
    const { demoFromAddress } = await import('./lib/ipc/demo/address');
    mount(App, { target, props: demoFromAddress(new URL(location.href)) });
    return;
  }
  mount(App, { target, props: { backend: tauri } });
}

void open();
