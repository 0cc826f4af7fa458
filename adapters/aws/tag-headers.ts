import type { Outgoing } from '#stages/ports/provider.ts'

/** The message's tags and ids as headers `x-beforehand-<tag>`, for an endpoint of ours that has no other place for them. */
export function tagHeaders(outgoing: Outgoing): { readonly [name: string]: string } {
  const tags = { ...outgoing.tags, message_id: outgoing.id, customer: outgoing.customerId }
  return Object.fromEntries(
    Object.entries(tags).map(([name, value]) => [`x-beforehand-${name}`, encodeURIComponent(value)]),
  )
}
