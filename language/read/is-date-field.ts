import type { FieldRef } from '#engagement/model/condition.ts'

/** Whether a field is a date, as far as its name tells: `promised_at`, `pay_by`, `promise.expected`. */
export function isDateField({ path }: FieldRef): boolean {
  const name = path.at(-1) ?? ''
  return /(_at|_by|_date|At)$/.test(name) || ['due', 'first_due', 'expected', 'birthday'].includes(name)
}
