// Opens the whole window on the demo engine, in a document that has what jsdom lacks.
import { configure, render, screen } from '@testing-library/svelte';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { vi } from 'vitest';
import App from '../../src/App.svelte';
import { demo, demoMoment, type Demo, type DemoOptions } from '../../src/lib/ipc/demo';

// Asking jsdom for the style of every element is most of the time of a role query, and no style sheet
// is loaded. The time-out is generous: several builds may share the machine.
configure({ defaultHidden: true, asyncUtilTimeout: 8_000 });

/** What the window uses and jsdom lacks. */
export function standIns(): void {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
  HTMLCanvasElement.prototype.getContext = () => null;
  Element.prototype.scrollIntoView = () => undefined;
  window.matchMedia = (query) =>
    ({
      matches: false,
      media: query,
      addEventListener() {},
      removeEventListener() {},
    }) as unknown as MediaQueryList;
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
}

/**
 * The engine as the window knows it: behind it is another process, so no answer comes within the turn
 * that asked. `MessageChannel` is no timer, so tests that fake those need not help it along.
 */
function remote(backend: Demo): Demo {
  const later = () =>
    new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  return new Proxy(backend, {
    get(target, name: keyof Demo) {
      const member = target[name] as unknown;
      if (typeof member !== 'function') return member;
      return (...values: unknown[]) => {
        const answer: unknown = Reflect.apply(member, target, values);
        return answer instanceof Promise ? answer.finally(later) : answer;
      };
    },
  });
}

export interface Opened {
  backend: Demo;
  user: UserEvent;
}

/** The window as it stands when its first range is on screen. `change` alters the engine before that. */
export async function openWindow(
  options: Partial<DemoOptions> = {},
  change: (backend: Demo) => void = () => undefined,
  far = (backend: Demo) => backend,
): Promise<Opened> {
  standIns();
  localStorage.clear();
  const backend = demo(options);
  change(backend);
  // Timers that the test fakes stay under its hand.
  const user = userEvent.setup({ delay: null });
  render(App, { backend: far(backend), now: () => Date.parse(demoMoment.now) });
  await screen.findByRole('main');
  return { backend, user };
}

/** The same with an engine that takes its time, as the real one does. */
export const openRemote: typeof openWindow = (options, change) => openWindow(options, change, remote);
