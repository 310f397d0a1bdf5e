// Reminders, the life in the background and imports on the real engine.
import { invoke } from '@tauri-apps/api/core';
import type { Backend } from './backend';

export const reminding: Pick<
  Backend,
  | 'listReminders'
  | 'snoozeReminder'
  | 'dismissReminder'
  | 'dismissMissed'
  | 'reminderSettings'
  | 'setReminderSettings'
  | 'pauseReminders'
  | 'calendarReminders'
  | 'setCalendarReminders'
  | 'ownReminders'
  | 'setOwnReminders'
  | 'sendTestNote'
  | 'nowAndNext'
  | 'background'
  | 'setBackground'
  | 'previewImport'
  | 'importFile'
  | 'dropImport'
  | 'openQuick'
  | 'quitApp'
  | 'openMain'
  | 'hideWindow'
> = {
  listReminders: (hours) => invoke('list_reminders', { hours }),
  snoozeReminder: async (id, minutes) => void (await invoke('snooze_reminder', { id, minutes })),
  dismissReminder: (id) => invoke('dismiss_reminder', { id }),
  dismissMissed: () => invoke('dismiss_missed'),
  reminderSettings: () => invoke('reminder_settings'),
  setReminderSettings: (settings) => invoke('set_reminder_settings', { settings }),
  pauseReminders: (minutes) => invoke('pause_reminders', { minutes }),
  calendarReminders: (id) => invoke('calendar_reminders', { id }),
  setCalendarReminders: (id, reminders) => invoke('set_calendar_reminders', { id, reminders }),
  ownReminders: (eventId, originalStart) => invoke('own_reminders', { eventId, originalStart }),
  setOwnReminders: (eventId, originalStart, minutes) =>
    invoke('set_own_reminders', { eventId, originalStart, minutes }),
  sendTestNote: () => invoke('send_test_note'),
  nowAndNext: () => invoke('now_and_next'),
  background: () => invoke('background'),
  setBackground: (change) => invoke('set_background', { change }),
  previewImport: (token) => invoke('preview_import', { token }),
  importFile: (token, calendarId) => invoke('import_file', { token, calendarId }),
  openMain: (target) => invoke('open_main', { target }),
  dropImport: (token) => invoke('drop_import', { token }),
  openQuick: () => invoke('open_quick'),
  quitApp: () => invoke('quit_app'),
  hideWindow: () => invoke('hide_window'),
};
