// Who takes part in the demo's meetings. The reader is Mia.
import type { PersonView } from '../bindings';

export const me = 'mia@northwind.example';

export function person(
  name: string,
  participation: PersonView['participation'],
  change: Partial<PersonView> = {},
): PersonView {
  const email = `${(name.split(' ')[0] ?? name).toLowerCase()}@northwind.example`;
  return { name, email, participation, role: 'required', resource: false, me: false, comment: '', ...change };
}

export const mia = person('Mia Krüger', 'accepted', { role: 'chair', me: true });
const invitedMia = person('Mia Krüger', 'needs-action', { me: true });
const sam = person('Sam Porter', 'accepted', { email: 'sam@contoso.example', role: 'chair' });

const team: PersonView[] = [
  mia,
  person('Ana Sousa', 'accepted'),
  person('Jonas Weber', 'tentative', { comment: 'May be ten minutes late.' }),
  person('Priya Nair', 'needs-action', { role: 'optional' }),
  person('Room Ada', 'accepted', { resource: true }),
];

const others: Record<string, PersonView[]> = {
  '1:1 with Ana': [mia, person('Ana Sousa', 'accepted')],
  'Interview: backend': [
    mia,
    person('Jonas Weber', 'accepted'),
    person('Lee Chen', 'accepted', { email: 'lee.chen@mail.example' }),
  ],
  'Customer call: Contoso': [sam, invitedMia, person('Ana Sousa', 'accepted')],
  'Security review': [person('Jonas Weber', 'accepted', { role: 'chair' }), invitedMia],
};

/** The organiser comes first; nobody for an event of one's own. */
export function peopleOf(title: string, joinable: boolean): PersonView[] {
  return others[title] ?? (joinable ? team : []);
}
