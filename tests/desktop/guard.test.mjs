// What the page cannot do: leave, fetch, run what it was not built with, or ask the shell for more
// than its own commands.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openApp } from './support/app.mjs';
import { freshDataDir } from './support/places.mjs';
import { byName } from './support/window.mjs';

let app;
before(async () => {
  app = await openApp(freshDataDir());
  await (await byName(app.browser, 'button', 'Paste a calendar link')).waitForDisplayed();
});
after(() => app?.close());

/** Asks the shell from within the page; gives `answered` or what it was refused with. */
const ask = (command, given) =>
  app.browser.executeAsync(
    (name, value, done) => {
      window.__TAURI_INTERNALS__.invoke(name, value).then(
        () => done('answered'),
        (refusal) => done(typeof refusal === 'string' ? refusal : JSON.stringify(refusal)),
      );
    },
    command,
    given,
  );

test('its own commands are answered', async () => {
  assert.equal(await ask('list_calendars', {}), 'answered');
});

for (const [command, given] of [
  ['plugin:dialog|open', { options: {} }],
  ['plugin:dialog|message', { message: 'hello' }],
  ['plugin:window|create', { options: { label: 'more' } }],
  ['plugin:webview|create_webview_window', { options: { label: 'more', url: 'https://example.org' } }],
  ['plugin:event|emit', { event: 'data-changed', payload: {} }],
  ['plugin:window-state|save_window_state', { flags: 0 }],
  ['plugin:path|resolve_directory', { directory: 1 }],
])
  test(`${command} is not its to call`, async () => {
    assert.match(await ask(command, given), /not allowed|not found/);
  });

for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'ssh://example.org', '--help'])
  test(`${url} is not opened`, async () => {
    assert.match(await ask('open_link', { url }), /"kind":"link"/);
  });

test('it does not leave its own page', async () => {
  const { browser } = app;
  await browser.execute(() => {
    location.href = 'https://example.org/';
  });
  await browser.executeAsync((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))));
  assert.match(await browser.getUrl(), /^tauri:\/\/localhost/);
  await (await byName(browser, 'button', 'Paste a calendar link')).waitForDisplayed();
});

test('it runs and fetches nothing from outside', async () => {
  const ran = await app.browser.executeAsync((done) => {
    const violations = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(event.effectiveDirective),
    );
    const inline = document.createElement('script');
    inline.textContent = 'window.ranInline = true';
    document.head.append(inline);
    const image = new Image();
    image.src = 'https://example.org/pixel.png';
    const style = document.createElement('style');
    style.textContent = 'body { opacity: 0 }';
    document.head.append(style);
    fetch('https://example.org/')
      .then(
        () => 'fetched',
        () => 'refused',
      )
      .then((fetched) =>
        setTimeout(() => {
          const opacity = getComputedStyle(document.body).opacity;
          done({ inline: Boolean(window.ranInline), fetched, opacity, violations });
        }),
      );
  });
  assert.equal(ran.inline, false);
  assert.equal(ran.fetched, 'refused');
  assert.equal(ran.opacity, '1');
  for (const directive of ['script-src-elem', 'img-src', 'connect-src', 'style-src-elem'])
    assert.ok(ran.violations.includes(directive), `${directive} in ${ran.violations}`);
});
