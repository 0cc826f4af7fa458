/** What a class of messages may do, and what is done for it. */
export interface ClassFacts {
  /** The customer has agreed to its topic; every message carries a way out. */
  readonly needsConsent: boolean
  /** A message may be said to be urgent: it then passes quiet hours and keeps no space. */
  readonly mayBeUrgent: boolean
  /** Waits while something is wrong between the customer and us. */
  readonly waitsForIncidents: boolean
  /** How many there are in a time: caps on each channel, or the space between two. */
  readonly paced: 'caps' | 'spacing'
  /** What is unknown ends the journey; else it goes on, and a person is told. */
  readonly leavesOnUnknown: boolean
  /** Sent once more where nobody knows whether it arrived. */
  readonly repeated: boolean
  /** Of no use after so long, in milliseconds, where nothing else is said. */
  readonly goodForMs?: number
}

/** A class is added here; what else it needs then does not compile until it is there. */
export const CLASSES = {
  /** Everything that the customer did not ask for. */
  marketing: {
    needsConsent: true,
    mayBeUrgent: false,
    waitsForIncidents: true,
    paced: 'caps',
    leavesOnUnknown: true,
    repeated: false,
    goodForMs: 24 * 3_600_000,
  },
  /** About something the customer did or is owed. */
  service: {
    needsConsent: false,
    mayBeUrgent: true,
    waitsForIncidents: false,
    paced: 'spacing',
    leavesOnUnknown: false,
    repeated: true,
  },
} as const satisfies { readonly [name: string]: ClassFacts }

/** `marketing` needs consent, obeys caps, quiet hours and incidents; `service` is about something the customer did or is owed. */
export type MessageClass = keyof typeof CLASSES

const isClass = (name: string): name is MessageClass => Object.hasOwn(CLASSES, name)
export const CLASS_NAMES: readonly MessageClass[] = Object.keys(CLASSES).filter(isClass)

export const classFacts = (messageClass: MessageClass): ClassFacts => CLASSES[messageClass]
