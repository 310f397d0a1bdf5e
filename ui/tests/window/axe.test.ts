import { screen } from '@testing-library/svelte';
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { openWindow, type Opened } from './open';

const screens: [string, Parameters<typeof openWindow>[0], (opened: Opened) => Promise<unknown>][] = [
  ['first run', { firstRun: true }, async () => undefined],
  ['week', { samples: true, offline: true }, async () => undefined],
  ['month', {}, ({ user }) => user.keyboard('m')],
  [
    'event',
    {},
    ({ user }) => user.click(screen.getAllByRole('button', { name: /^Demo rehearsal/ })[0] as Element),
  ],
  [
    'editor',
    {},
    async ({ user }) => {
      await user.click(screen.getAllByRole('button', { name: /^Demo rehearsal/ })[0] as Element);
      await user.click(await screen.findByTestId('edit-event'));
      await user.selectOptions(await screen.findByLabelText('Repeat'), 'custom');
      await user.click(screen.getByLabelText('End time'));
    },
  ],
  [
    'editor, calendars',
    {},
    async ({ user }) => {
      await user.click(screen.getAllByRole('button', { name: /^Board prep/ })[0] as Element);
      await user.click(await screen.findByTestId('edit-event'));
      await user.click(await screen.findByRole('button', { name: /^Calendar:/ }));
    },
  ],
  [
    'invitation',
    {},
    async ({ user }) => {
      await user.click(screen.getAllByRole('button', { name: /^Security review/ })[0] as Element);
      await user.click(await screen.findByRole('button', { name: 'Add a note' }));
    },
  ],
  [
    'queue',
    { offline: true },
    async ({ user }) => {
      await user.click(await screen.findByRole('button', { name: '3 unsent' }));
      await screen.findByTestId('queue');
    },
  ],
  [
    'account in need',
    { account: 'sign-in' },
    async ({ user }) => {
      await user.keyboard('gs');
      await user.click(screen.getByRole('radio', { name: 'Problems' }));
    },
  ],
  [
    'accounts',
    { account: 'partial' },
    async ({ user }) => {
      await user.keyboard('{Control>},{/Control}');
      await user.click(await screen.findByRole('button', { name: /^2 calendars/ }));
      await user.click(screen.getAllByRole('button', { name: 'Options for Work' }).at(-1) as Element);
    },
  ],
  [
    'sign in',
    { firstRun: true },
    async ({ backend, user }) => {
      backend.finishSignIn = () => new Promise(() => undefined);
      await user.click(screen.getByRole('button', { name: /^Connect a Google account/ }));
      await screen.findByText('Continue in your browser');
    },
  ],
  [
    'sign out',
    {},
    async ({ user }) => {
      await user.keyboard('{Control>},{/Control}');
      await user.click(await screen.findByRole('button', { name: /^Sign out/ }));
    },
  ],
  ['activity', {}, ({ user }) => user.keyboard('gs')],
  [
    'reminders',
    {},
    async ({ user }) => {
      await user.keyboard('gr');
      await user.click(await screen.findByRole('button', { name: 'Snooze “Parents’ evening”' }));
    },
  ],
  ['meetings', { nowMinute: 940, now: '2026-11-20T14:40:00Z' }, () => screen.findByTestId('now-next')],
  [
    'import',
    {},
    async ({ backend }) => {
      backend.push.openRequested({ kind: 'import', token: 'file' });
      await screen.findByTestId('import-summary');
    },
  ],
  [
    'reminders of a calendar',
    {},
    async ({ user }) => {
      await user.click(screen.getByRole('button', { name: 'Options for Family' }));
      await user.selectOptions(await screen.findByRole('combobox', { name: 'Reminders' }), 'Own times');
    },
  ],
  [
    'approvals',
    { agents: true },
    async ({ user }) => {
      await user.keyboard('gi');
      await user.click(await screen.findByRole('button', { name: 'Reject: Delete “Vendor sync”' }));
    },
  ],
  [
    'conflicts',
    {},
    async ({ user }) => {
      await user.keyboard('gx');
      await user.click(await screen.findByRole('button', { name: /^Another time for/ }));
      await screen.findByTestId('other-times');
    },
  ],
  [
    'agents',
    { agents: true },
    async ({ user }) => {
      await user.keyboard('{Control>},{/Control}');
      await user.click(await screen.findByRole('button', { name: 'What it may see and do: Claude' }));
    },
  ],
  [
    'log of agents',
    { agents: true },
    async ({ user }) => {
      await user.keyboard('gs');
      await user.click(screen.getByRole('radio', { name: 'Agents' }));
    },
  ],
  ['settings', {}, ({ user }) => user.keyboard('{Control>},{/Control}')],
  ['keys', {}, ({ user }) => user.keyboard('?')],
  ['go to date', {}, ({ user }) => user.keyboard('gd')],
  [
    'options',
    {},
    ({ user }) => user.click(screen.getByRole('button', { name: 'Options for Kids & school' })),
  ],
  [
    'search',
    {},
    async ({ user }) => {
      await user.keyboard('/');
      await user.type(screen.getByTestId('search-box'), 'demo');
      await screen.findByRole('option', { name: /Demo rehearsal/ });
    },
  ],
  [
    'add a link',
    {},
    async ({ user }) => {
      await user.click(screen.getByRole('button', { name: 'Add a calendar link' }));
      await user.paste('http://rowing.example/odd.ics');
      await screen.findByTestId('feed-preview');
    },
  ],
];

test.each(screens)('axe finds nothing: %s', async (_, options, act) => {
  const opened = await openWindow(options);
  await act(opened);
  // Colours need a real browser; the contrast of every pair is asserted on the tokens.
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
});
