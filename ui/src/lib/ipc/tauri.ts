// The real engine behind Tauri's commands and events. The only file that knows Tauri.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Backend } from './backend';
import type { SyncState } from './bindings';

export const tauri: Backend = {
  startUp: () => invoke('start_up'),
  listCalendars: () => invoke('list_calendars'),
  listOccurrences: (fromDay, toDay) => invoke('list_occurrences', { fromDay, toDay }),
  getEvent: (eventId, originalStart) => invoke('get_event', { eventId, originalStart }),
  search: (text) => invoke('search', { text }),
  syncState: () => invoke('sync_state'),
  listRuns: (limit) => invoke('list_runs', { limit }),
  testFeed: (address) => invoke('test_feed', { address }),
  addFeed: (feed) => invoke('add_feed', { feed }),
  changeCalendar: (id, change) => invoke('change_calendar', { id, change }),
  changeFeed: (id, change) => invoke('change_feed', { id, change }),
  removeCalendar: (id) => invoke('remove_calendar', { id }),
  syncNow: (id) => invoke('sync_now', { id }),
  addSamples: () => invoke('add_samples'),
  removeSamples: () => invoke('remove_samples'),
  startLocal: (name) => invoke('start_local', { name }),
  setSettings: (settings) => invoke('set_settings', { settings }),
  openLink: (url) => invoke('open_link', { url }),
  chooseFile: () => invoke('choose_file'),
  painted: () => invoke('painted'),

  async listen(listeners) {
    const stops = await Promise.all([
      listen<{ calendars: string[] }>('data-changed', (event) =>
        listeners.dataChanged(event.payload.calendars),
      ),
      listen('calendars-changed', () => listeners.calendarsChanged()),
      listen<SyncState>('sync-state-changed', (event) => listeners.syncStateChanged(event.payload)),
      listen<{ today: number }>('day-changed', (event) => listeners.dayChanged(event.payload.today)),
    ]);
    return () => stops.forEach((stop) => stop());
  },
};
