import { describe, expect, it } from 'vitest'
import { encodeMailbox } from '#adapters/aws/mail-address.ts'
import { decodeWords } from '#local/mailbox/mime.ts'

describe('a sender as the mailbox shows it', () => {
  it.each([
    'ことり茶舗 <letter@news.example.jp>',
    'Kotori Tea <letter@news.example.jp>',
    'とても長い名前のお店でもそのまま読めるように書かれています <a@example.jp>',
  ])('%s is read as it was meant, however it was encoded on the way', (mailbox) => {
    expect(decodeWords(encodeMailbox(mailbox))).toBe(mailbox)
  })
})
