// Where a panel goes so that it does not cover what it is about.

interface Size {
  width: number;
  height: number;
}

const GAP = 8;
/** From the edges of the window. */
const MARGIN = 8;

/** Beside `about` where there is room, else over it; in the upper middle when there is nothing to be beside. */
export function besides(
  about: DOMRect | undefined,
  { offsetWidth: width, offsetHeight: height }: Pick<HTMLElement, 'offsetWidth' | 'offsetHeight'>,
  window: Size,
): { x: number; y: number } {
  const most = { x: window.width - width - MARGIN, y: window.height - height - MARGIN };
  const within = (value: number, end: number) => Math.round(Math.max(MARGIN, Math.min(value, end)));
  if (!about) return { x: within((window.width - width) / 2, most.x), y: within(window.height / 5, most.y) };
  const [right, left] = [about.right + GAP, about.left - GAP - width];
  const y = within(about.top, most.y);
  if (right <= most.x) return { x: Math.round(right), y };
  if (left >= MARGIN) return { x: Math.round(left), y };
  const below = about.bottom + GAP;
  const beneath = below <= most.y ? below : about.top - GAP - height;
  return { x: within(about.left + about.width / 2 - width / 2, most.x), y: within(beneath, most.y) };
}
