import type { CustomerChannel } from './channels.ts'

/**
 * One spelling per address: e-mail in lower case without surrounding space, telephone numbers as digits with a leading
 * `+` (E.164), LINE ids as they are. Two spellings that reach the same person must give the same text.
 */
export function normaliseAddress(channel: CustomerChannel, address: string): string {
  const trimmed = address.normalize('NFKC').trim()
  switch (channel) {
    case 'email':
      return trimmed.toLowerCase()
    case 'sms':
      return trimmed.replace(/[^+\d]/g, '').replace(/^00/, '+')
    case 'line':
      return trimmed
  }
}
