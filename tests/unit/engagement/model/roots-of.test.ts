import { beforeAll, describe, expect, it } from 'vitest'
import { compileFolder } from '#adapters/files/compile-folder.ts'
import { ROOTS } from '#engagement/model/condition.ts'
import { rootsOfTrigger } from '#engagement/model/roots-of.ts'
import type { Workflow } from '#engagement/model/workflow.ts'

let workflows: readonly Workflow[] = []
beforeAll(async () => {
  workflows = (await compileFolder('workflows')).catalogue?.workflows ?? []
}, 60_000)

describe('what is made ready to decide whether an event enters', () => {
  it('is every root that the trigger, what must hold meanwhile and the exits name, and no other', () => {
    for (const workflow of workflows) {
      const { trigger, onlyWhile, exitWhen } = workflow
      const written = JSON.stringify([trigger.where, onlyWhile, exitWhen])
      const named = ROOTS.filter((root) => written.includes(`"root":"${root}"`))
      expect([...rootsOfTrigger(workflow)].sort(), workflow.id).toEqual([...named].sort())
    }
    expect(workflows.some((workflow) => rootsOfTrigger(workflow).has('computed'))).toBe(true)
    expect(workflows.some((workflow) => !rootsOfTrigger(workflow).has('computed'))).toBe(true)
  })

  it('follows a condition wherever it stands', () => {
    const [workflow] = workflows
    if (workflow === undefined) throw new Error('the shop has no workflow')
    const asks = (root: 'promise' | 'computed' | 'incidents') => ({
      kind: 'compare' as const,
      field: { root, path: ['open'] },
      comparison: 'exists' as const,
      operands: [{ kind: 'value' as const, value: true }],
    })
    const made: Workflow = {
      ...workflow,
      trigger: { ...workflow.trigger, where: { kind: 'not', condition: asks('promise') } },
      onlyWhile: { kind: 'all_of', conditions: [asks('computed')] },
      exitWhen: [{ events: ['Order Completed'], where: asks('incidents') }],
    }
    expect([...rootsOfTrigger(made)].sort()).toEqual(['computed', 'incidents', 'promise'])
  })
})
