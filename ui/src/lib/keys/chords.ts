// Chords as text: "T", "Mod+K", "G D" for one key after another. Mod is Ctrl here and ⌘ on macOS.

const onMac = /Mac/.test(navigator.platform);

/** The chord of one key press; null for a press that is none, such as a modifier alone or Alt. */
export function chordOf(event: KeyboardEvent): string | null {
  if (event.isComposing || event.altKey || ['Control', 'Shift', 'Meta', 'Alt'].includes(event.key)) {
    return null;
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
  return chord.split(' ').every((key) => key.length === 1);
}

const names: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' };

/** The keys of a chord as they are printed: "Ctrl+K", or "G", "D" one after the other. */
export function printedKeys(chord: string): string[] {
  return chord.split(' ').map((key) => names[key] ?? key.replace(/^Mod\+/, onMac ? '⌘' : 'Ctrl+'));
}
