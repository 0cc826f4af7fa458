import { afterAll } from 'vitest'
import { describeData } from './stacks/data.ts'
import { describeEdge } from './stacks/edge.ts'
import { describeEngagement } from './stacks/engagement.ts'
import { describeEngine } from './stacks/engine.ts'
import { describeHandlers } from './stacks/handlers.ts'
import { describeValidation } from './stacks/validation.ts'
import { tidyUp } from './synthesised.ts'

// One file, because each file bundles the functions and compiles the workflows anew.
describeData()
describeEngine()
describeEdge()
describeEngagement()
describeHandlers()
describeValidation()

afterAll(tidyUp)
