import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hues, hueStyles, tones } from '../src/lib/style/palette';

const read = (name: string) => readFileSync(`src/lib/style/${name}`, 'utf8');

type Rgb = [number, number, number];
const parse = (hex: string) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as Rgb;

/** `color-mix(in srgb, a share, b)`. */
const mix = (a: Rgb, share: number, b: Rgb) =>
  a.map((value, at) => value * share + (b[at] ?? 0) * (1 - share)) as Rgb;

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2 contrast ratio. */
function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function tokens(theme: 'light' | 'dark'): (name: string) => Rgb {
  const css = read('tokens.css');
  const split = css.indexOf("[data-theme='dark']");
  const block = theme === 'light' ? css.slice(0, split) : css.slice(split);
  const values = new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`no token --${name} in ${theme}`);
    return parse(value);
  };
}

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  const token = tokens(theme);

  it.each(['ink', 'ink-2', 'ink-3', 'ok', 'warn', 'bad'])('--%s can be read on every ground', (ink) => {
    for (const ground of ['canvas', 'surface', 'raised', 'today', 'hover']) {
      expect(contrast(token(ink), token(ground)), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('text on the accent can be read, and marks can be seen', () => {
    expect(contrast(token('accent-ink'), token('accent'))).toBeGreaterThanOrEqual(4.5);
    for (const mark of ['focus', 'now', 'bad']) {
      for (const ground of ['canvas', 'surface', 'today']) {
        expect(contrast(token(mark), token(ground)), `${mark} on ${ground}`).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it.each(hues)('%s: every state of an event can be read', (hue) => {
    const { bg, text, bar } = tones[hue][theme];
    const [tint, ink, solid] = [parse(bg), parse(text), parse(bar)];
    const canvas = token('canvas');
    const quiet = mix(ink, 0.75, solid);
    const states: [string, Rgb, Rgb][] = [
      ['plain', ink, tint],
      ['hovered', ink, mix(solid, 0.1, tint)],
      ['hatched', ink, mix(solid, 0.12, tint)],
      ['declined', ink, mix(tint, 0.45, canvas)],
      ['unanswered', ink, canvas],
      ['past', quiet, mix(tint, 0.55, canvas)],
      ['past and hatched', quiet, mix(solid, 0.12, mix(tint, 0.55, canvas))],
      ['past and hovered', quiet, mix(solid, 0.1, tint)],
      ['selected', token('on-bar'), solid],
      ['past chip, hatched', token('ink-3'), mix(solid, 0.12, canvas)],
    ];
    for (const [state, above, below] of states) {
      expect(contrast(above, below), state).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(solid, canvas), 'bar').toBeGreaterThanOrEqual(3);
  });
});

describe('hues.css', () => {
  it('is what palette.json says: run `npm run hues`', () => {
    expect(read('hues.css')).toBe(hueStyles());
  });
});

describe('events.css', () => {
  it('mixes colours in the shares that are asserted here', () => {
    const shares = [
      ...read('events.css').matchAll(/var\(--(\w+)\) (\d+)%, (?:var\(--([\w-]+)\)|transparent)/g),
    ].map(([, a, share, b]) => `${a} ${share} ${b ?? 'transparent'}`);
    expect([...new Set(shares)].toSorted()).toEqual(
      [
        'bar 10 bg',
        'bar 12 transparent',
        'tx 75 bar',
        'bg 55 canvas',
        'bg 45 canvas',
        'bar 60 transparent',
      ].toSorted(),
    );
  });
});
