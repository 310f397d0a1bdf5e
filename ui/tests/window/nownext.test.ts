import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { friday, meeting } from '../reminders/views';
import { openWindow } from './open';

const link = 'https://meet.northwind.example/abc';
const nowNext = (change: object) => ({ now: [], next: [], recent: [], changesAt: '', ...change });

async function withMeetings(change: object) {
  const opened = await openWindow({}, (backend) => {
    backend.nowAndNext = async () => nowNext(change);
  });
  return opened;
}

test('what comes next is counted down, and joined when its time has come', async () => {
  const { backend, user } = await withMeetings({
    next: [meeting('Demo', '14:32-15:00', { joinUrl: link, canJoin: true, location: 'Room Ada' })],
  });
  const card = within(await screen.findByTestId('now-next'));
  expect(card.getByText('In 12 min')).toBeVisible();
  expect(card.getByText('14:32 – 15:00, Room Ada')).toBeVisible();
  await user.click(card.getByRole('button', { name: 'Join “Demo”' }));
  expect(backend.opened).toEqual([link]);
});

test('nobody is let in early, and it says when', async () => {
  await withMeetings({ next: [meeting('Demo', '14:45-15:00', { joinUrl: link })] });
  const join = await screen.findByRole('button', { name: 'Join “Demo”' });
  expect(join).toBeDisabled();
  expect(join).toHaveAttribute('title', 'Join opens 15 minutes before');
});

test('what the engine pushes takes its place; nothing is shown without meetings', async () => {
  const { backend } = await withMeetings({});
  expect(screen.queryByTestId('now-next')).not.toBeInTheDocument();
  backend.push.nowNextChanged(
    nowNext({
      now: [meeting('Design', '14:00-15:00'), meeting('Interview', '14:00-14:30')],
      recent: [meeting('Standup', '14:00-14:15', { joinUrl: link, canJoin: true })],
    }),
  );
  const card = within(await screen.findByTestId('now-next'));
  expect(card.getAllByText(/^Now, until/).map(({ textContent }) => textContent)).toEqual([
    'Now, until 15:00',
    'Now, until 14:30',
  ]);
  expect(card.getByRole('button', { name: 'Join “Standup”' })).toHaveTextContent('Rejoin');
});

test('with the sidebar closed it is a line of the toolbar', async () => {
  const { user } = await withMeetings({
    next: [meeting('Demo', '14:32-15:00'), meeting('Review', '14:32-15:00')],
  });
  await screen.findByTestId('now-next');
  await user.keyboard('{Control>}\\{/Control}');
  const line = await screen.findByTestId('now-line');
  expect(line).toHaveTextContent(/Demo.*In 12 min.*1 more/);
});

test('a meeting opens on the grid', async () => {
  const { backend, user } = await openWindow();
  const [found] = await backend.listOccurrences(friday, friday + 1);
  if (!found) throw new Error('the demo has no events today');
  backend.push.nowNextChanged(nowNext({ now: [meeting(found.title, '14:00-15:00', found)] }));
  await user.click(within(await screen.findByTestId('now-next')).getByRole('button', { name: found.title }));
  await waitFor(() => expect(screen.getByTestId('event-details')).toBeVisible());
});
