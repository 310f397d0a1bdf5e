// A screen as people see it: in both themes, with what axe finds.
import { screenshot } from './app.mjs';
import { assertAccessible } from './axe.mjs';

/** Leaves NAME-light.png and NAME-dark.png, and fails on what axe finds in either. */
export async function assertShown(browser, name) {
  const chosen = await browser.execute(() => document.documentElement.dataset.theme);
  for (const theme of ['light', 'dark']) {
    await wear(browser, theme);
    await screenshot(browser, `${name}-${theme}`);
    await assertAccessible(browser, `${name}, ${theme}`);
  }
  await wear(browser, chosen);
}

const wear = (browser, theme) =>
  browser.execute((wanted) => {
    document.documentElement.dataset.theme = wanted;
  }, theme);
