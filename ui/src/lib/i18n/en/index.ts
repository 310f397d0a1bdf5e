// English, and the shape of every other catalogue. A message with `other` is chosen by `n`.
import { accounts } from './accounts';
import { agents } from './agents';
import { approvals } from './approvals';
import { calendars } from './calendars';
import { conflicts } from './conflicts';
import { editor } from './editor';
import { edits } from './edits';
import { event } from './event';
import { grid } from './grid';
import { reminders } from './reminders';
import { settings } from './settings';
import { shell } from './shell';
import { sources } from './sources';

export const en = {
  ...shell,
  ...grid,
  ...event,
  ...editor,
  ...edits,
  ...calendars,
  ...sources,
  ...accounts,
  ...settings,
  ...reminders,
  ...approvals,
  ...conflicts,
  ...agents,
} as const;
