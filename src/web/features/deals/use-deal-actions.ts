import { useMemo } from 'react'
import type { DealState, MoveFacts } from '@shared/contracts/deals.ts'
import type { DealId, LostReasonId } from '@shared/ids.ts'
import { errorText } from '../../i18n/error-text.ts'
import type { Translate } from '../../i18n/catalogue.ts'
import { useT } from '../../i18n/provider.tsx'
import type { Place } from '../../lib/board-patch.ts'
import { toAppError, type AppError } from '../../lib/errors.ts'
import { useWorkspace, type Workspace } from '../../lib/workspace-context.tsx'
import { toast } from '../../ui/toast.tsx'
import { boardsOf } from './board-cache.ts'
import { announcement, question } from './dialog-state.ts'
import { usePipelines } from './use-pipelines.ts'

/** What members do with a deal. A move shows at once and is taken back where the server refuses. */
export function useDealActions() {
  const workspace = useWorkspace()
  const t = useT()
  const { stageOf } = usePipelines()
  return useMemo(
    () => actions(workspace, t, (id) => stageOf(id)?.name ?? ''),
    // The names of the stages change with the pipelines, and so does this function.
    [workspace, t, stageOf],
  )
}

type Call<T> = () => Promise<T>

function actions({ api, cache }: Workspace, t: Translate, nameOf: (id: DealState['stageId']) => string) {
  const { deals } = api.client
  const say = (text: string) => announcement.set(text)

  const attempt = attempter(t)
  const put = (deal: DealState | undefined): boolean => {
    if (deal) cache.putDeal(deal)
    return deal !== undefined
  }
  const undo = (run: () => void) => ({ label: t('common.undo'), run })
  const { move, pass } = mover({ api, cache, t, nameOf, say, undo })

  const reopen = async (deal: DealState) => put(await attempt(() => deals.reopen.mutate({ id: deal.id })))
  const win = async (deal: DealState) => {
    if (!put(await attempt(() => deals.win.mutate({ id: deal.id })))) return
    const text = t('deals.wonToast', { title: deal.title })
    say(text)
    toast({ tone: 'success', text, action: undo(() => void reopen(deal)) })
  }
  const lose = async (deal: DealState, reasonId: LostReasonId, note: string) => {
    const input = { id: deal.id, reasonId, ...(note ? { note } : {}) }
    if (!put(await attempt(() => deals.lose.mutate(input)))) return false
    const text = t('deals.lostToast', { title: deal.title })
    say(text)
    toast({ tone: 'success', text, action: undo(() => void reopen(deal)) })
    return true
  }
  const restore = async (id: DealId) => put(await attempt(() => deals.restore.mutate({ id })))
  const remove = async (deal: DealState) => {
    if (!(await attempt(() => deals.delete.mutate({ id: deal.id })))) return
    cache.removeDeal(deal.id)
    const text = t('deals.deleted', { title: deal.title })
    toast({ tone: 'success', text, action: undo(() => void restore(deal.id)) })
  }
  const askLost = (deal: DealState) => question.set({ kind: 'lose', deal })
  return { move, pass, win, askLost, lose, reopen, remove, restore, attempt, put }
}

/** Tells of a refusal where the person is; undefined then. */
const attempter =
  (t: Translate) =>
  async <T>(call: Call<T>): Promise<T | undefined> => {
    try {
      return await call()
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
      return undefined
    }
  }

interface Mover extends Pick<Workspace, 'api' | 'cache'> {
  t: Translate
  nameOf: (id: DealState['stageId']) => string
  say: (text: string) => void
  undo: (run: () => void) => { label: string; run: () => void }
}

function mover({ api, cache, t, nameOf, say, undo }: Mover) {
  /** The call, and what is told of it where the stage is another one. */
  const send = async (deal: DealState, { place, facts, before }: Sent): Promise<void> => {
    const input = { id: deal.id, ...place, version: deal.version, ...(facts ? { facts } : {}) }
    const moved = await api.client.deals.move.mutate(input)
    cache.putDeal(moved.deal)
    if (before.stageId === place.stageId) return
    const text = t('deals.moved', { title: deal.title, stage: nameOf(place.stageId) })
    const told = moved.overtook ? `${text}. ${t('deals.overtook')}` : text
    say(told)
    toast({ tone: 'success', text: told, action: undo(() => void move(moved.deal, before)) })
  }
  /** @returns whether the deal is where it was to go. */
  const move = async (deal: DealState, place: Place): Promise<boolean> => {
    const boards = boardsOf({ api, cache })
    const before = boards.placeOf(deal.id) ?? { stageId: deal.stageId }
    const takeBack = boards.preview(deal.id, place)
    try {
      await send(deal, { place, before })
      return true
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'REQUIRED_FIELDS_MISSING') {
        const missing = (error.details.missing as string[] | undefined) ?? []
        question.set({ kind: 'gate', deal, place, before, missing, onCancel: takeBack })
        return false
      }
      takeBack()
      toast({ tone: 'danger', text: errorText(t, error) })
      return false
    }
  }
  /** The move of a card that stands where it is to go already. @returns why it was refused, or null. */
  const pass = async (deal: DealState, sent: Sent): Promise<AppError | null> => {
    try {
      await send(deal, sent)
      return null
    } catch (thrown) {
      return toAppError(thrown)
    }
  }
  return { move, pass }
}

interface Sent {
  place: Place
  /** Where it came from. */
  before: Place
  /** What the stage asked for. */
  facts?: MoveFacts
}
