// The real engine behind the commands and events generated from Rust. The only file that knows them.
import { commands, events } from './bindings';
import type { Backend } from './backend';

/** Commands without an answer give null. */
const nothing = async (answer: Promise<null>) => void (await answer);

export const tauri: Backend = {
  startUp: commands.startUp,
  listCalendars: commands.listCalendars,
  listOccurrences: commands.listOccurrences,
  getEvent: commands.getEvent,
  search: commands.search,
  syncState: commands.syncState,
  listRuns: commands.listRuns,
  testFeed: commands.testFeed,
  addFeed: commands.addFeed,
  changeCalendar: (id, change) => nothing(commands.changeCalendar(id, change)),
  changeFeed: (id, change) => nothing(commands.changeFeed(id, change)),
  removeCalendar: (id) => nothing(commands.removeCalendar(id)),
  syncNow: (id) => nothing(commands.syncNow(id)),
  addSamples: () => nothing(commands.addSamples()),
  removeSamples: () => nothing(commands.removeSamples()),
  startLocal: commands.startLocal,
  setSettings: (settings) => nothing(commands.setSettings(settings)),
  openLink: (url) => nothing(commands.openLink(url)),
  chooseFile: commands.chooseFile,
  painted: () => nothing(commands.painted()),

  async listen(listeners) {
    const stops = await Promise.all([
      events.dataChanged.listen(({ payload }) => listeners.dataChanged(payload.calendars)),
      events.calendarsChanged.listen(() => listeners.calendarsChanged()),
      events.syncStateChanged.listen(({ payload }) => listeners.syncStateChanged(payload)),
      events.dayChanged.listen(({ payload }) => listeners.dayChanged(payload.today)),
    ]);
    return () => stops.forEach((stop) => stop());
  },
};
