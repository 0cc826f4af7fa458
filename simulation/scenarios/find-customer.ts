import { customerIdOf } from '#engagement/customer/customer-id.ts'
import { drawnWay, isHeldOut } from '#engagement/decision/chance.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import type { Scenario } from '#language/form/scenario-schema.ts'
import { listOf } from '#language/form/value-schemas.ts'
import { ID_SECRET } from '../world.ts'

/** Chance is a hash of the customer: among so many there is one for every group and way that has a share at all. */
const CUSTOMERS = 100_000

/**
 * User id of a customer whom chance puts into the group and onto the ways that the scenario names: chance itself is never
 * overruled, so that what is played is what would happen. Throws where there is no such customer.
 */
export function findCustomer({ workflows }: Catalogue, id: string, scenario: Scenario): string {
  const workflow = workflows.find((each) => each.id === id)
  if (workflow === undefined) throw new Error(`there is no workflow ${id}`)
  for (let n = 1; n <= CUSTOMERS; n += 1) {
    const userId = n === 1 ? 'scenario-customer' : `scenario-customer-${n}`
    if (isMeant(customerIdOf({ userId }, ID_SECRET) ?? '', workflow, scenario)) return userId
  }
  const wanted = [scenario.group ?? 'treated', ...listOf(scenario.way)].join(', ')
  throw new Error(`none of ${CUSTOMERS} customers is drawn for ${wanted}`)
}

function isMeant(customerId: string, workflow: Workflow, { group, way }: Scenario): boolean {
  if (isHeldOut(customerId, workflow) !== (group === 'holdout')) return false
  const wanted = listOf(way)
  return Object.values(workflow.steps).every((step) => {
    if (step.kind !== 'split') return true
    const named = step.ways.filter(({ name }) => wanted.includes(name))
    const drawn = drawnWay(customerId, workflow, step)
    return named.length === 0 || named.some(({ name }) => name === drawn?.name)
  })
}
