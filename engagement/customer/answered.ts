/**
 * A question of pure arithmetic that is slow to answer and asked again and again with the same words (a due date, a zone):
 * answers are kept, all of them let go of once there are `most`.
 */
export function answered<Asked extends readonly (string | number)[], Answer>(
  most: number,
  answer: (...asked: Asked) => Answer,
): (...asked: Asked) => Answer {
  const known = new Map<string, Answer>()
  return (...asked) => {
    const question = asked.join(' ')
    const found = known.get(question)
    if (found !== undefined || known.has(question)) return found as Answer // the map holds answers alone, undefined among them
    const given = answer(...asked)
    if (known.size >= most) known.clear()
    known.set(question, given)
    return given
  }
}
