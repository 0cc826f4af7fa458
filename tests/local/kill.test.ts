import { expect, it } from 'vitest'
import { others, runKillTrial } from '../kill/kill-trial.ts'

it('loses nothing and sends nothing twice when it is killed while events come in', { timeout: 90_000 }, async () => {
  const result = await runKillTrial({ customers: 90, kills: 4, life: [150, 900] }, Math.random)
  expect(result.kills).toBe(4)
  expect(others(result.events, 1)).toEqual([])
  expect(others(result.apologies, 1)).toEqual([])
  // Marketing is never repeated: a mail of which nobody knows whether it went out is noted as such instead.
  const missing = [...result.reminders].filter(([, count]) => count === 0).map(([customer]) => customer)
  expect(missing.filter((customer) => result.reminderStatus.get(customer) !== 'unknown')).toEqual([])
  expect([...result.reminders.values()].filter((count) => count > 1)).toEqual([])
  expect(result.deadLetters).toBe(0)
})
