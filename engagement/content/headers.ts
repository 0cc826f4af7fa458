import type { MessageClass } from '../model/message-class.ts'
import type { MessageLinks } from './links.ts'

export interface HeaderParts {
  readonly class: MessageClass
  readonly links: MessageLinks
}

/**
 * Headers of a mail beyond the provider's own. Marketing: one-click unsubscribe (RFC 8058). Service: `Auto-Submitted`
 * (RFC 3834). Both ask Exchange for no absence notes. `Feedback-ID` is not among them: it is the provider's to write.
 * Throws where a marketing mail has no unsubscribe link: renderMessage has refused it before.
 */
export function messageHeaders({ class: messageClass, links }: HeaderParts): {
  readonly [name: string]: string
} {
  const common = { 'X-Auto-Response-Suppress': 'OOF, AutoReply' }
  switch (messageClass) {
    case 'service':
      return { ...common, 'Auto-Submitted': 'auto-generated' }
    case 'marketing': {
      if (links.unsubscribe === undefined) throw new Error('a marketing mail needs its unsubscribe link')
      return {
        ...common,
        'List-Unsubscribe': `<${links.unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }
    }
  }
}
