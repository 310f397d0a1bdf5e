// Which words of an event can be opened. Nothing here opens anything: the engine does, after a click.

/** The text itself when it is one web address, else null. */
export function linkIn(text: string): string | null {
  const trimmed = text.trim();
  return /^https?:\/\/\S+$/i.test(trimmed) ? trimmed : null;
}

/** "meet.example.com" for a web address, the address itself for anything else. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host || url;
  } catch {
    return url;
  }
}
