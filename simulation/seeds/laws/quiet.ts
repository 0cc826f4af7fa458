import type { Profile } from '#engagement/customer/profile.ts'
import { plausibleZones } from '#engagement/decision/permission.ts'
import { type Channel, isCustomerChannel } from '#engagement/model/channels.ts'
import type { Settings } from '#engagement/model/settings.ts'

/** Whether it is quiet somewhere where the customer may be, by the clocks of the platform. */
export function isQuiet(at: number, channel: Channel, profile: Profile, settings: Settings): boolean {
  const quiet = isCustomerChannel(channel) ? settings.quietHours[channel] : undefined
  if (quiet === undefined) return false
  return plausibleZones(profile, settings).some((zone) => {
    const minute = minuteOfDay(at, zone)
    return quiet.from <= quiet.to
      ? minute >= quiet.from && minute < quiet.to
      : minute >= quiet.from || minute < quiet.to
  })
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function minuteOfDay(at: number, zone: string): number {
  const known = clocks.get(zone)
  const clock =
    known ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  if (known === undefined) clocks.set(zone, clock)
  const [hour, minute] = clock.format(at).split(':').map(Number)
  return (hour ?? 0) * 60 + (minute ?? 0)
}
