// What axe finds on the screen as it is.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Fails with each violation's rule and the elements that break it. */
export async function assertAccessible(browser, screen) {
  const there = await browser.execute(() => typeof globalThis.axe !== 'undefined');
  if (!there) await browser.execute(source);
  const violations = await browser.executeAsync((done) => {
    globalThis.axe
      .run(document, { resultTypes: ['violations'] })
      .then((result) =>
        done(
          result.violations.map((violation) => ({
            rule: violation.id,
            help: violation.help,
            elements: violation.nodes.map((node) => `${node.target.join(' ')}  ${node.html}`),
          })),
        ),
      )
      .catch((error) => done([{ rule: 'axe itself', help: String(error), elements: [] }]));
  });
  const told = violations
    .map(({ rule, help, elements }) => `${rule}: ${help}\n    ${elements.join('\n    ')}`)
    .join('\n  ');
  assert.equal(violations.length, 0, `${screen}:\n  ${told}`);
}
