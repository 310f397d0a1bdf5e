// Runs the command of a key press, unless the reader is typing or something on top has the keys.
import type { App } from '../state/app.svelte';
import { chordOf, isSingleKey } from './chords';
import { commands, type Command } from './commands';

/** How long the second key of a sequence such as G D may take. */
const SEQUENCE_MS = 1_000;

const typing = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]';
const onTop = 'dialog[open], [data-popover]';

export interface KeyHandler {
  /** For what nobody below took. */
  press(event: KeyboardEvent): void;
  /** Before anybody below hears it: the second key of a sequence belongs to the first. */
  first(event: KeyboardEvent): void;
}

export function createKeyHandler(app: App): KeyHandler {
  let prefix = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** The chord of a press that may be meant for a command. */
  function commandChord(event: KeyboardEvent): string | null {
    const chord = chordOf(event);
    const target = targetOf(event);
    if (chord === null || event.defaultPrevented) return null;
    return target.closest(typing) || document.querySelector(onTop) ? null : chord;
  }

  const isOff = (keys: string) => isSingleKey(keys) && !app.preferences.settings.singleKeys;

  function run(event: KeyboardEvent, command: Command) {
    event.preventDefault();
    command.run(app);
  }

  return {
    press(event) {
      const chord = commandChord(event);
      if (chord === null || isOff(chord)) return;
      if (chord.startsWith('Arrow') && !movesCalendar(targetOf(event))) return;
      const shifted = event.shiftKey ? commandFor(app, `Shift+${chord}`) : undefined;
      const command = shifted ?? commandFor(app, chord);
      if (command) run(event, command);
      else if (startsSequence(chord)) {
        prefix = chord;
        timer = setTimeout(() => (prefix = ''), SEQUENCE_MS);
      }
    },
    first(event) {
      const chord = prefix === '' ? null : commandChord(event);
      // A modifier alone leaves the sequence open.
      if (chord === null) return;
      const sequence = `${prefix} ${chord}`;
      prefix = '';
      clearTimeout(timer);
      const command = isOff(sequence) ? undefined : commandFor(app, sequence);
      if (!command) return;
      event.stopPropagation();
      run(event, command);
    },
  };
}

const targetOf = ({ target }: KeyboardEvent): Element => (target instanceof Element ? target : document.body);

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
