/** The eleven calendar hues in both themes, made in OKLCH at equal lightness so that no calendar shouts. */
import type { Hue } from '../ipc/bindings';
import palette from './palette.json';

export interface Tone {
  /** Tint behind an event. */
  bg: string;
  /** Text on the tint, at least 4.5:1. */
  text: string;
  /** Solid colour: bars, dots, a selected event. At least 3:1 on the canvas. */
  bar: string;
}

export const tones: Readonly<Record<Hue, { light: Tone; dark: Tone }>> = palette;

export const hues = Object.keys(palette) as readonly Hue[];

/** The class that gives an element the variables `--bg`, `--tx` and `--bar` of a hue in the current theme. */
export const hueClass = (hue: Hue): string => `h-${hue}`;

/**
 * The text of hues.css. Events carry a class and never a colour, so a theme switch touches no event;
 * the sheet is a file because the content security policy admits no generated style elements.
 */
export function hueStyles(): string {
  const rule = (selector: string, tone: Tone) =>
    `${selector} {\n  --bg: ${tone.bg};\n  --tx: ${tone.text};\n  --bar: ${tone.bar};\n}\n`;
  const rules = hues.map((hue) => {
    const selector = `.${hueClass(hue)}`;
    return rule(selector, tones[hue].light) + '\n' + rule(`[data-theme='dark'] ${selector}`, tones[hue].dark);
  });
  return `/* Written from palette.json by \`npm run hues\`. */\n${rules.join('\n')}`;
}
