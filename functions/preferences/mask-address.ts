import type { CustomerChannel } from '#engagement/model/channels.ts'

/** Enough of an address for its owner to know it by: `h•••@e•••.jp`, `••• 78`. */
export function maskAddress(channel: CustomerChannel, address: string): string {
  switch (channel) {
    case 'email': {
      const [, local = '', host = '', end = ''] = /^(.)[^@]*@(.)[^@]*?(\.[a-z]+)?$/iu.exec(address) ?? []
      return `${local}•••@${host}•••${end}`
    }
    case 'sms':
      return `••• ${address.slice(-2)}`
    case 'line':
      return ''
  }
}
