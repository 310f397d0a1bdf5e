// Runs the command of a key press, unless the reader is typing or something on top has the keys.
import type { App } from '../state/app.svelte';
import { chordOf, isSingleKey } from './chords';
import { commands, type Command } from './commands';

/** How long the second key of a sequence such as G D may take. */
const SEQUENCE_MS = 1_000;

const typing = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]';
const onTop = 'dialog[open], [data-popover]';

export function createKeyHandler(app: App): (event: KeyboardEvent) => void {
  let prefix = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  return (event) => {
    const chord = chordOf(event);
    const target = event.target instanceof Element ? event.target : document.body;
    if (chord === null || event.defaultPrevented) return;
    if (target.closest(typing) || document.querySelector(onTop)) return;
    if (chord.startsWith('Arrow') && !movesCalendar(target)) return;

    const sequence = prefix === '' ? chord : `${prefix} ${chord}`;
    prefix = '';
    clearTimeout(timer);
    if (isSingleKey(sequence) && !app.preferences.settings.singleKeys) return;

    const shifted = event.shiftKey && prefix === '' ? commandFor(app, `Shift+${chord}`) : undefined;
    const command = shifted ?? commandFor(app, sequence) ?? commandFor(app, chord);
    if (command) {
      event.preventDefault();
      command.run(app);
    } else if (startsSequence(chord)) {
      prefix = chord;
      timer = setTimeout(() => (prefix = ''), SEQUENCE_MS);
    }
  };
}

/** Arrows belong to whatever has the focus; they move the calendar only when nothing has it. */
function movesCalendar(target: Element): boolean {
  return target === document.body || target.id === 'calendar';
}

function commandFor(app: App, chord: string): Command | undefined {
  return commands.find(({ keys, when }) => keys.includes(chord) && (when?.(app, chord) ?? true));
}

function startsSequence(chord: string): boolean {
  return commands.some((command) => command.keys.some((keys) => keys.startsWith(`${chord} `)));
}
