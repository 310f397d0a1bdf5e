import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { Demo } from '../../src/lib/ipc/demo';
import { openWindow, type Opened } from './open';

async function openAccounts(
  options: Parameters<typeof openWindow>[0] = {},
  change?: (backend: Demo) => void,
): Promise<Opened & { account: HTMLElement }> {
  const opened = await openWindow(options, change);
  await opened.user.click(screen.getByRole('button', { name: 'Settings' }));
  return { ...opened, account: await screen.findByTestId('account') };
}

const never = () => new Promise<never>(() => undefined);

test.each([
  ['ok', 'Signed in. Last received 14:19.', null],
  ['partial', 'Permission missing.', 'Add permission, mia@northwind.example'],
  ['sign-in', 'Sign-in needed.', 'Sign in again, mia@northwind.example'],
  ['signed-out', 'Signed out, events kept.', 'Sign in again, mia@northwind.example'],
] as const)('an account that is %s says so and offers what helps', async (state, text, action) => {
  const { account } = await openAccounts({ account: state });
  expect(account).toHaveTextContent(text);
  const remedies = within(account).queryAllByRole('button', { name: /^(Add permission|Sign in again)/ });
  expect(remedies.map((one) => one.textContent?.trim())).toEqual(action ? [action] : []);
});

test('missing permissions are named', async () => {
  const { account } = await openAccounts({ account: 'partial' });
  expect(account).toHaveTextContent('Not allowed yet: changing events.');
});

test('calendars are shown, synced and directed, as far as the role allows', async () => {
  const { backend, user, account } = await openAccounts({}, (demo) => {
    demo.calendars = demo.calendars.map((one) =>
      one.id === 'team' && one.mirror ? { ...one, mirror: { ...one.mirror, role: 'reader' } } : one,
    );
  });
  const changes = vi.spyOn(backend, 'changeCalendar');
  await user.click(within(account).getByRole('button', { name: /^2 calendars/ }));
  const [work, team] = within(account).getAllByTestId('calendar-settings') as [HTMLElement, HTMLElement];

  await user.click(within(work).getByRole('switch', { name: 'Synced' }));
  await user.click(within(work).getByRole('button', { name: 'Options for Work' }));
  await user.selectOptions(within(work).getByLabelText('Changes go'), 'In only');
  await user.selectOptions(within(work).getByLabelText('Check for changes every'), '10 minutes');
  await user.click(within(work).getByRole('switch', { name: 'Left out of lists' }));
  expect(changes.mock.calls).toEqual([
    ['work', { selected: false }],
    ['work', { direction: 'read' }],
    ['work', { everyMinutes: 10 }],
    ['work', { hidden: true }],
  ]);
  expect(await within(work).findByText('As the calendar says (10 minutes before)')).toBeInTheDocument();

  expect(team).toHaveTextContent('You can read it');
  await user.click(within(team).getByRole('button', { name: 'Options for Team' }));
  expect(within(team).getByLabelText('Changes go')).toBeDisabled();
  expect(within(team).getByLabelText('Changes go')).toHaveAccessibleDescription(
    /You may only read this calendar/,
  );
});

test('new events go where they are set to go', async () => {
  const { backend, user } = await openAccounts();
  await user.selectOptions(screen.getByLabelText('New events go to'), 'Focus');
  await waitFor(() => expect(backend.settings.defaultCalendar).toBe('personal'));
});

test('signing out asks what becomes of the events, and warns of unsent edits before they go', async () => {
  const { backend, user } = await openAccounts({}, (demo) => {
    demo.accounts = demo.accounts.map((one) => ({ ...one, unsent: 2 }));
  });
  const removeAccount = vi.spyOn(backend, 'removeAccount');
  await user.click(screen.getByRole('button', { name: /^Sign out/ }));
  const dialog = within(screen.getByRole('dialog', { name: 'Sign out of mia@northwind.example' }));
  expect(dialog.getByRole('radio', { name: /^Keep them/ })).toBeChecked();
  expect(dialog.queryByRole('alert')).not.toBeInTheDocument();
  await user.click(dialog.getByRole('radio', { name: /^Remove them/ }));
  expect(dialog.getByRole('alert')).toHaveTextContent(
    '2 edits were not sent yet. Removing the events loses them.',
  );
  await user.click(dialog.getByRole('button', { name: 'Sign out' }));
  await waitFor(() => expect(removeAccount).toHaveBeenCalledExactlyOnceWith('google-mia', false));
  expect(await screen.findByText('No account yet. Kalends works without one.')).toBeVisible();
});

test('a sign-in waits for the browser and ends by itself', async () => {
  const { backend, user } = await openAccounts();
  await user.click(screen.getByRole('button', { name: 'Add a Google account' }));
  expect(await screen.findByText('Continue in your browser')).toBeVisible();
  expect(screen.getByLabelText('Address of the sign-in page')).toHaveValue(
    'https://accounts.google.example/o/oauth2/v2/auth?state=1',
  );
  expect(await screen.findByTestId('toast')).toHaveTextContent('Signed in as mia.private@mail.example.');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  expect(backend.accounts).toHaveLength(2);
});

test('signing in again is for that account', async () => {
  const { backend, user, account } = await openAccounts({ account: 'sign-in' });
  const beginSignIn = vi.spyOn(backend, 'beginSignIn');
  await user.click(within(account).getByRole('button', { name: /^Sign in again/ }));
  await waitFor(() =>
    expect(beginSignIn).toHaveBeenCalledExactlyOnceWith('google-mia', 'mia@northwind.example'),
  );
  await waitFor(() => expect(screen.getByTestId('account')).toHaveTextContent('Signed in.'));
});

test('it can be opened again and given up', async () => {
  const { backend, user } = await openAccounts({}, (demo) => (demo.finishSignIn = never));
  const cancelSignIn = vi.spyOn(backend, 'cancelSignIn');
  await user.click(screen.getByRole('button', { name: 'Add a Google account' }));
  await user.click(await screen.findByRole('button', { name: 'Open again' }));
  expect(backend.opened).toEqual(['https://accounts.google.example/o/oauth2/v2/auth?state=1']);
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  expect(cancelSignIn).toHaveBeenCalledExactlyOnceWith(1);
});

test('without a browser the address is there to be copied', async () => {
  const { user } = await openAccounts({}, (demo) => {
    demo.beginSignIn = async () => ({ id: 7, url: 'http://127.0.0.1:4711/x', opened: false });
    demo.finishSignIn = never;
  });
  await user.click(screen.getByRole('button', { name: 'Add a Google account' }));
  expect(await screen.findByText('No browser opened')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Copy address' }));
  expect(await navigator.clipboard.readText()).toBe('http://127.0.0.1:4711/x');
  expect(screen.getByRole('button', { name: 'Copied' })).toBeVisible();
});

test('a denied sign-in says what to do and can be tried again', async () => {
  const { user } = await openAccounts({}, (demo) => {
    const finish = demo.finishSignIn;
    const denied = {
      kind: 'denied',
      message: 'you did not allow access',
      remedy: 'Allow it on Google’s page.',
    };
    demo.finishSignIn = () => {
      demo.finishSignIn = finish;
      return Promise.reject(denied);
    };
  });
  await user.click(screen.getByRole('button', { name: 'Add a Google account' }));
  const dialog = within(screen.getByRole('dialog', { name: 'Sign in with Google' }));
  expect(await dialog.findByRole('alert')).toHaveTextContent(
    'You did not allow access. Allow it on Google’s page.',
  );
  await user.click(dialog.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('Signed in as mia.private@mail.example.');
});

test('without a client id the sign-in leads to where one is entered', async () => {
  const { backend, user } = await openAccounts({}, (demo) => {
    let source: 'none' | 'settings' = 'none';
    demo.googleClient = async () => ({ source, id: source === 'none' ? '' : '4711-mine' });
    demo.setGoogleClient = async () => void (source = 'settings');
  });
  const setGoogleClient = vi.spyOn(backend, 'setGoogleClient');
  await user.click(screen.getByRole('button', { name: 'Add a Google account' }));
  await user.click(await screen.findByRole('button', { name: 'Enter it in Settings' }));
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();

  const client = within(screen.getByRole('group', { name: 'Use your own Google client' }));
  expect(client.getByLabelText('Client id')).not.toBeVisible();
  await waitFor(() => expect(client.getByLabelText('Client id')).toBeVisible());
  await user.click(client.getByRole('button', { name: 'Save' }));
  expect(client.getByRole('alert')).toHaveTextContent('Paste both, the id and the secret.');
  await user.type(client.getByLabelText('Client id'), '4711-mine');
  expect(client.getByText(/ends in \.apps\.googleusercontent\.com/)).toBeVisible();
  await user.type(client.getByLabelText('Client id'), '.apps.googleusercontent.com');
  expect(client.getByLabelText('Client secret')).toHaveAttribute('type', 'password');
  await user.type(client.getByLabelText('Client secret'), ' made-up ');
  await user.click(client.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(setGoogleClient).toHaveBeenCalledExactlyOnceWith(
      '4711-mine.apps.googleusercontent.com',
      'made-up',
    ),
  );
  expect(await client.findByText('Saved. You can sign in now.')).toBeVisible();
  expect(client.getByText('Yours: 4711-mine…')).toBeVisible();
});

test('the sidebar badges an account in need and helps', async () => {
  const { user } = await openWindow({ account: 'sign-in' });
  const needs = await screen.findByTestId('account-needs');
  expect(needs).toHaveTextContent('Sign-in needed');
  await user.click(within(needs).getByRole('button', { name: /^Sign in again/ }));
  await waitFor(() => expect(screen.queryByTestId('account-needs')).not.toBeInTheDocument());
});

test('the first window connects an account and opens on its calendars', async () => {
  const { user } = await openWindow({ firstRun: true });
  await user.click(screen.getByRole('button', { name: /^Connect a Google account/ }));
  expect(await screen.findByTestId('toast')).toHaveTextContent('Signed in as mia.private@mail.example.');
  expect(await screen.findByTestId('sidebar')).toBeVisible();
});
