import type { Channel } from '#engagement/model/channels.ts'
import type { Provider } from '#stages/ports/provider.ts'

/** One provider for all channels; a channel without one refuses, so that the step's next channel may speak. */
export function createProvider(byChannel: { readonly [channel in Channel]: Provider | undefined }): Provider {
  return {
    send: async (outgoing) =>
      (await byChannel[outgoing.channel]?.send(outgoing)) ?? { kind: 'refused', reason: 'channel-not-set-up' },
  }
}
