import type { MessageClass } from '../definition/workflow.ts'
import type { MessageLinks } from './message-scope.ts'

export interface HeaderParts {
  readonly class: MessageClass
  readonly links: MessageLinks
  /** Name of the workflow's folder. */
  readonly workflow: string
}

/**
 * Headers of a mail beyond the provider's own. Marketing: one-click unsubscribe (RFC 8058). Service: `Auto-Submitted`
 * (RFC 3834). Both ask Exchange for no absence notes, and carry a `Feedback-ID`, by which Gmail reports complaints per
 * workflow and class. Throws where a marketing mail has no unsubscribe link: renderMessage has refused it before.
 */
export function messageHeaders({ class: messageClass, links, workflow }: HeaderParts): {
  readonly [name: string]: string
} {
  const common = {
    'Feedback-ID': `${plain(workflow)}:${messageClass}:beforehand`,
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
  }
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

/** Header values hold no line break and no separator of their own. */
const plain = (name: string): string => name.replace(/[^A-Za-z0-9_-]+/g, '-')
