// Small choices of this window kept between starts. Losing them loses nothing that matters.

type Remembered = 'view' | 'sidebar' | 'collapsed' | 'quick';

export function recall(name: Remembered): string | null {
  try {
    return localStorage.getItem(`kalends.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: Remembered, value: string): void {
  try {
    localStorage.setItem(`kalends.${name}`, value);
  } catch {
    // A web view without storage forgets; the window works the same.
  }
}
