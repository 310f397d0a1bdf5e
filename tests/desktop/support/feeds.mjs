// iCalendar text around today, for the stand-in server.

/** The Monday of this week in Berlin, as midnight UTC of that date. */
function monday() {
  const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin' }).format(new Date());
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day;
}

/** A day of this week, counted from Monday, as `YYYYMMDD`. */
export function dayOfWeek(index) {
  const day = monday();
  day.setUTCDate(day.getUTCDate() + index);
  return day.toISOString().slice(0, 10).replaceAll('-', '');
}

const zone = `BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE`;

/** One VEVENT; `start` and `end` are `HHMM` on the given day in Berlin. */
export function event({ uid, day = 2, start, end, title, more = [] }) {
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20260101T000000Z',
    `DTSTART;TZID=Europe/Berlin:${dayOfWeek(day)}T${start}00`,
    `DTEND;TZID=Europe/Berlin:${dayOfWeek(day)}T${end}00`,
    `SUMMARY:${title}`,
    ...more,
    'END:VEVENT',
  ].join('\n');
}

/** A whole VCALENDAR with the lines ended as RFC 5545 §3.1 wants them. */
export function calendar(name, events) {
  const text = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Kalends//Tests//EN',
    `X-WR-CALNAME:${name}`,
    'X-WR-TIMEZONE:Europe/Berlin',
    zone,
    ...events,
    'END:VCALENDAR',
    '',
  ].join('\n');
  return text.replaceAll('\n', '\r\n');
}
