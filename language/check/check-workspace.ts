import { checkBranches } from './check-branches.ts'
import { checkClaims } from './check-claims.ts'
import { checkClass } from './check-class.ts'
import { checkConditions } from './check-conditions.ts'
import { checkGoal } from './check-goal.ts'
import { checkLoops } from './check-loops.ts'
import { checkNextWord } from './check-next-word.ts'
import { checkOverlaps } from './check-overlaps.ts'
import { checkPromises } from './check-promises.ts'
import { checkQuiet } from './check-quiet.ts'
import { checkReach } from './check-reach.ts'
import { checkRenewals } from './check-renewals.ts'
import type { Checking } from './checking.ts'

/** What is wrong or doubtful beyond names and types. */
export function checkWorkspace(checking: Checking): void {
  for (const checked of checking.workflows) {
    checkClass(checked, checking)
    checkReach(checked, checking)
    checkConditions(checked, checking)
    checkBranches(checked, checking)
    checkGoal(checked, checking)
    checkRenewals(checked, checking)
    checkQuiet(checked, checking)
    checkNextWord(checked, checking)
    checkClaims(checked, checking)
  }
  checkPromises(checking)
  checkOverlaps(checking)
  checkLoops(checking)
}
