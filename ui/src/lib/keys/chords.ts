// Chords as text: "T", "Mod+K", "G D" for one key after another. Mod is Ctrl here and ⌘ on macOS.

const onMac = /Mac/.test(navigator.platform);

/** The chord of one key press; null for one that is none, such as a modifier alone or Alt with a letter. */
export function chordOf(event: KeyboardEvent): string | null {
  if (event.isComposing || ['Control', 'Shift', 'Meta', 'Alt'].includes(event.key)) return null;
  // Alt with a letter writes another letter on many keyboards.
  if (event.altKey) {
    if (!event.key.startsWith('Arrow') || event.ctrlKey || event.metaKey) return null;
    return `Alt+${event.shiftKey ? 'Shift+' : ''}${event.key}`;
  }
  const key = latinKey(event);
  return event.ctrlKey || event.metaKey ? `Mod+${key}` : key;
}

/** The key as a Latin layout names it, so that T works while typing Cyrillic or Greek. */
function latinKey(event: KeyboardEvent): string {
  const isForeignLetter = event.key.length === 1 && event.key.charCodeAt(0) > 127;
  const key = isForeignLetter ? event.code.replace(/^Key/, '') : event.key;
  return key.length === 1 ? key.toUpperCase() : key;
}

/** True for what 2.1.4 of WCAG calls a character key shortcut: no modifier, one printable key. */
export function isSingleKey(chord: string): boolean {
  return chord.split(' ').every((key) => key.replace(/^Shift\+/, '').length === 1);
}

const names: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
};

/** The keys of a chord as they are printed: "Ctrl+K", or "G", "D" one after the other. */
export function printedKeys(chord: string): string[] {
  return chord.split(' ').map((key) => {
    const printed = key.replace(/[A-Za-z]+$/, (name) => names[name] ?? name);
    return onMac
      ? printed.replace('Mod+', '⌘').replace('Alt+', '⌥').replace('Shift+', '⇧')
      : printed.replace('Mod+', 'Ctrl+');
  });
}
