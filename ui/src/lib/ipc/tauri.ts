// The real engine behind the commands and events generated from Rust. The only file that knows them.
import { commands, events } from './bindings';
import type { Backend } from './backend';
import { reminding } from './tauri-reminding';

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
  listAccounts: commands.listAccounts,
  beginSignIn: commands.beginSignIn,
  finishSignIn: commands.finishSignIn,
  cancelSignIn: (id) => nothing(commands.cancelSignIn(id)),
  removeAccount: (id, keepEvents) => nothing(commands.removeAccount(id, keepEvents)),
  googleClient: commands.googleClient,
  setGoogleClient: (id, secret) => nothing(commands.setGoogleClient(id, secret)),
  getEditable: commands.getEditable,
  previewEdit: commands.previewEdit,
  createEvent: commands.createEvent,
  editEvent: commands.editEvent,
  deleteEvent: commands.deleteEvent,
  respond: commands.respond,
  previewUndo: commands.previewUndo,
  undoEdit: (undo, notify) => nothing(commands.undoEdit(undo, notify)),
  describeRule: commands.describeRule,
  listQueue: commands.listQueue,
  retryQueue: (id) => nothing(commands.retryQueue(id)),
  discardQueue: (id) => nothing(commands.discardQueue(id)),
  resolveQueue: (id, resolution) => nothing(commands.resolveQueue(id, resolution)),
  openLink: (url) => nothing(commands.openLink(url)),
  chooseFile: commands.chooseFile,
  painted: () => nothing(commands.painted()),
  ...reminding,

  async listen(listeners) {
    const stops = await Promise.all([
      events.dataChanged.listen(({ payload }) => listeners.dataChanged(payload.calendars)),
      events.calendarsChanged.listen(() => listeners.calendarsChanged()),
      events.accountsChanged.listen(() => listeners.accountsChanged()),
      events.queueChanged.listen(() => listeners.queueChanged()),
      events.syncStateChanged.listen(({ payload }) => listeners.syncStateChanged(payload)),
      events.dayChanged.listen(({ payload }) => listeners.dayChanged(payload.today)),
    ]);
    return () => stops.forEach((stop) => stop());
  },
};
