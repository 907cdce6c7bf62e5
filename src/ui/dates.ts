/** The one formatter of dates: days as dd/mm/yyyy, instants in Vietnam's time. */

/** @returns `2026-11-24` as `24/11/2026`; a bare year as it is. */
export function formatDay(isoDate: string): string {
  const [year, month, day] = isoDate.slice(0, 10).split('-');
  return day === undefined ? isoDate : `${day}/${month}/${year}`;
}

const instants = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** @returns an ISO instant as `09:05 24/11/2026`. */
export function formatInstant(isoInstant: string): string {
  const date = new Date(isoInstant);
  if (Number.isNaN(date.getTime())) return isoInstant;
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    instants.formatToParts(date).find((p) => p.type === type)?.value ?? '';
  return `${part('hour')}:${part('minute')} ${part('day')}/${part('month')}/${part('year')}`;
}
