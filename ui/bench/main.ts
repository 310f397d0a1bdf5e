/**
 * The grids on a page of their own, for measuring and for looking at. What is shown is in the address:
 * `view` (week, month, day, 5 …), `events` (a number, or `sample`), `theme`, `lang`, `density`, `zone`.
 */
import { flushSync, mount, unmount } from 'svelte';
import '../src/lib/style';
import { dayOf, directionOf } from '../src/lib/time';
import Page from './Page.svelte';
import { Stage } from './stage.svelte';

declare global {
  interface Window {
    bench: { mount: () => Promise<void>; unmount: () => void; next: () => Promise<void> };
  }
}

const query = new URLSearchParams(location.search);
const root = document.documentElement;
const locale = query.get('lang') ?? 'en-GB';
root.dataset.theme = query.get('theme') ?? 'light';
root.lang = locale;
root.dir = directionOf(locale);

const stage = new Stage({
  view: query.get('view') ?? 'week',
  events: query.get('events') ?? 'sample',
  locale,
  density: query.get('density') ?? 'normal',
  secondZone: query.has('zone'),
  today: dayOf(2026, 11, 20),
  nowMinute: 14 * 60 + 20,
});

const target = document.getElementById('app') ?? document.body;
let page: ReturnType<typeof mount> | undefined;

const painted = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

window.bench = {
  async mount() {
    page = mount(Page, { target, props: { stage } });
    flushSync();
    await painted();
  },
  unmount() {
    if (page) void unmount(page);
    page = undefined;
  },
  async next() {
    flushSync(() => stage.next());
    await painted();
  },
};

if (!query.has('bare')) await window.bench.mount();
